// mm/kmalloc.c of Linux 1.2.13: blocks of 13 sizes, cut from areas of 1 to 32 pages.
//
//   area:  page_descriptor (16) | block_header (8) + data | block_header + data | ...
//   sizes[order].firstfree -> area with a free block -> next one ...; an area that is full is on no list
//
// Left out: DMA memory, the complaints about broken headers.
import { exec, turn } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { PAGE_OFFSET, PAGE_SIZE, staticData } from "./memory_map";
import { __get_free_pages, free_pages, takePage } from "./page_alloc";
import { block_header, page_descriptor, size_descriptor } from "./structs";
import { cli, restore_flags, save_flags } from "./system";
import * as map from "./system_map";

const HEADER: u32 = 8; // sizeof(struct block_header)
const PAGE_HEADER: u32 = 16; // sizeof(struct page_descriptor)
const DESCRIPTOR: u32 = 36; // sizeof(struct size_descriptor)
const MF_USED: u32 = 0xffaa0055;
const MF_FREE: u32 = 0x0055ffaa;

/** Orders: facts/layouts.json, constants.kmalloc. Block sizes include the header. */
export const ORDERS: u32 = 13;
const sizesAndBlocks: usize = memory.data<u32>([
  32, 127, 0, 64, 63, 0, 128, 31, 0, 252, 16, 0, 508, 8, 0, 1020, 4, 0, 2040, 2, 0, 4080, 1, 0, 8176, 1, 1, 16368, 1, 2,
  32752, 1, 3, 65520, 1, 4, 131056, 1, 5,
]);

/** The table of struct size_descriptor. */
let sizes: u32 = 0;

export function bootKmalloc(): void {
  sizes = staticData(ORDERS * DESCRIPTOR);
  for (let order: u32 = 0; order < ORDERS; order++) {
    const at = sizes + order * DESCRIPTOR - PAGE_OFFSET;
    const from = sizesAndBlocks + <usize>order * 12;
    poke<u32>(at + 8, load<u32>(from));
    poke<u32>(at + 12, load<u32>(from, 4));
    poke<u32>(at + 32, load<u32>(from, 8));
  }
}

function sizeOf(order: u32): size_descriptor {
  return changetype<size_descriptor>(sizes + order * DESCRIPTOR);
}

/** get_order(): the first size that holds it; ORDERS if none does. Inlined. */
function get_order(size: u32): u32 {
  const wanted = <i32>(size + HEADER);
  let order: u32 = 0;
  while (turn(map.kmalloc_order_turn, order < ORDERS && sizeOf(order).size < wanted)) order++;
  return order;
}

/** Returns 0 if there is no memory. Nothing sleeps: all priorities are alike. */
export function kmalloc(size: u32): u32 {
  exec(map.kmalloc);
  const order = get_order(size);
  if (order == ORDERS) return 0;
  const descriptor = sizeOf(order);
  save_flags();
  cli();
  let page = changetype<page_descriptor>(descriptor.firstfree);
  if (changetype<usize>(page) == 0) {
    restore_flags();
    page = newPage(descriptor, order);
    if (changetype<usize>(page) == 0) return 0;
    cli();
  }
  const at = page.firstfree;
  const block = changetype<block_header>(at);
  block.bh_flags;
  page.firstfree = block.vp_fbh_next;
  const left = page.nfree - 1;
  page.nfree = left;
  if (left == 0) {
    descriptor.firstfree = page.next;
    page.next = 0;
  }
  restore_flags();
  descriptor.nmallocs = descriptor.nmallocs + 1;
  descriptor.nbytesmalloced = descriptor.nbytesmalloced + size;
  block.bh_flags = MF_USED;
  block.vp_ubh_length = size;
  return at + HEADER;
}

/** Takes an area and cuts it. */
function newPage(descriptor: size_descriptor, order: u32): page_descriptor {
  const area = __get_free_pages(descriptor.gfporder);
  exec(map.kmalloc_page);
  if (area == 0) return changetype<page_descriptor>(0);
  descriptor.npages = descriptor.npages + 1;
  const size = <u32>descriptor.size;
  let at = area + PAGE_HEADER;
  let i = descriptor.nblocks;
  while (turn(map.kmalloc_block_turn, i > 1)) {
    changetype<block_header>(at).bh_flags = MF_FREE;
    changetype<block_header>(at).vp_fbh_next = at + size;
    at += size;
    i--;
  }
  changetype<block_header>(at).bh_flags = MF_FREE;
  changetype<block_header>(at).vp_fbh_next = 0;
  const page = changetype<page_descriptor>(area);
  page.order = order;
  page.nfree = descriptor.nblocks;
  page.firstfree = area + PAGE_HEADER;
  cli();
  page.next = descriptor.firstfree;
  descriptor.firstfree = area;
  restore_flags();
  return page;
}

export function kfree_s(address: u32, _size: u32): void {
  exec(map.kfree_s);
  const at = address - HEADER;
  const block = changetype<block_header>(at);
  const area = at & ~(PAGE_SIZE - 1);
  const page = changetype<page_descriptor>(area);
  const order = page.order;
  page.next;
  block.bh_flags;
  const size = block.vp_ubh_length;
  const descriptor = sizeOf(order);
  block.bh_flags = MF_FREE;
  save_flags();
  cli();
  block.vp_fbh_next = page.firstfree;
  page.firstfree = at;
  const free = page.nfree + 1;
  page.nfree = free;
  if (free == 1) {
    page.next = descriptor.firstfree;
    descriptor.firstfree = area;
  }
  if (free == descriptor.nblocks) giveBack(descriptor, page);
  restore_flags();
  descriptor.nfrees = descriptor.nfrees + 1;
  descriptor.nbytesmalloced = descriptor.nbytesmalloced - size;
}

/** No block of the area is in use: it goes back. (npages, a statistic, is never counted down.) */
function giveBack(descriptor: size_descriptor, page: page_descriptor): void {
  const area = <u32>changetype<usize>(page);
  exec(map.kfree_s_page);
  if (descriptor.firstfree == area) {
    descriptor.firstfree = page.next;
  } else {
    let before = changetype<page_descriptor>(descriptor.firstfree);
    while (turn(map.kfree_s_turn, changetype<usize>(before) != 0 && before.next != area)) {
      before = changetype<page_descriptor>(before.next);
    }
    if (changetype<usize>(before) != 0) before.next = page.next;
  }
  free_pages(area, descriptor.gfporder);
}

// ---- Free of charge

/** As kmalloc(), outside the measured path: what a driver took before the packet came up. Sizes of one page only. */
export function takeBlock(size: u32): u32 {
  let order: u32 = 0;
  while (<u32>at(sizes + order * DESCRIPTOR + 8) < size + HEADER) order++;
  const descriptor = sizes + order * DESCRIPTOR;
  let page = at(descriptor);
  if (page == 0) {
    page = takePage();
    if (page == 0) return 0;
    put(descriptor + 28, at(descriptor + 28) + 1);
    const bytes = at(descriptor + 8);
    const blocks = at(descriptor + 12);
    for (let i: u32 = 0; i < blocks; i++) {
      const block = page + PAGE_HEADER + i * bytes;
      put(block, MF_FREE);
      put(block + 4, i + 1 < blocks ? block + bytes : 0);
    }
    put(page, 0);
    put(page + 4, page + PAGE_HEADER);
    put(page + 8, order);
    put(page + 12, blocks);
    put(descriptor, page);
  }
  const block = at(page + 4);
  put(page + 4, at(block + 4));
  const left = at(page + 12) - 1;
  put(page + 12, left);
  if (left == 0) {
    put(descriptor, at(page));
    put(page, 0);
  }
  put(descriptor + 16, at(descriptor + 16) + 1);
  put(descriptor + 24, at(descriptor + 24) + size);
  put(block, MF_USED);
  put(block + 4, size);
  return block + HEADER;
}

function at(address: u32): u32 {
  return peek<u32>(address - PAGE_OFFSET);
}

function put(address: u32, value: u32): void {
  poke<u32>(address - PAGE_OFFSET, value);
}

/** What the host sees of an order: bytes of a block with its header, blocks of an area, areas' order, blocks in use. */
export function blockBytes(order: u32): u32 {
  return at(sizes + order * DESCRIPTOR + 8);
}

export function blocksPerArea(order: u32): u32 {
  return at(sizes + order * DESCRIPTOR + 12);
}

export function areaOrder(order: u32): u32 {
  return at(sizes + order * DESCRIPTOR + 32);
}

export function blocksInUse(order: u32): u32 {
  return at(sizes + order * DESCRIPTOR + 16) - at(sizes + order * DESCRIPTOR + 20);
}

export function bytesInUse(order: u32): u32 {
  return at(sizes + order * DESCRIPTOR + 24);
}

/** First area on the free list, 0: none; the next one behind an area; its free blocks, by its count and by its list. */
export function firstFree(order: u32): u32 {
  return at(sizes + order * DESCRIPTOR);
}

export function nextArea(area: u32): u32 {
  return at(area);
}

export function freeCount(area: u32): u32 {
  return at(area + 12);
}

export function freeListed(area: u32): u32 {
  let count: u32 = 0;
  for (let block = at(area + 4); block != 0 && count < 200; block = at(block + 4)) count++;
  return count;
}
