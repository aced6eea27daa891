// mm/page_alloc.c, include/linux/mm.h: pages that were allocated as one, as 3.6.5 and 4.3 have them: every tail has a
// flag and points at the head.
import { turn } from "../machine/cpu";
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { PG_head, PG_tail } from "./mmzone";
import { PAGE_STRUCT, virt_to_page } from "./page_alloc";
import { page } from "./structs";
import * as map from "./system_map";

export function isCompound(p: u32): bool {
  return (changetype<page>(p).flags & PG_head) != 0;
}

/** Makes pages one: the tails point at the head. Inlined. */
export function prep_compound_page(p: u32, order: u32): void {
  const head = changetype<page>(p);
  changetype<page>(p + PAGE_STRUCT).lru.prev = order; // set_compound_order
  head.flags |= PG_head;
  for (let i: u32 = 1; turn(map.prep_compound_page_turn, i < 1 << order); i++) {
    const tail = changetype<page>(p + i * PAGE_STRUCT);
    tail.flags |= PG_tail;
    tail._count = 0;
    tail.first_page = p;
  }
}

export function destroy_compound_page(p: u32, order: u32): void {
  changetype<page>(p).flags &= ~PG_head;
  for (let i: u32 = 1; turn(map.prep_compound_page_turn, i < 1 << order); i++) {
    const tail = changetype<page>(p + i * PAGE_STRUCT);
    tail.first_page;
    tail.flags &= ~PG_tail;
  }
}

/** The struct page that stands for a block: of a compound page's tails their head. Inlined. */
export function virt_to_head_page(address: u32): u32 {
  const p = virt_to_page(address);
  return changetype<page>(p).flags & PG_tail ? changetype<page>(p).first_page : p;
}

/** Order of a compound page, 0 for a single one. Inlined. */
export function compound_order(p: u32): u32 {
  return changetype<page>(p).flags & PG_head ? changetype<page>(p + PAGE_STRUCT).lru.prev : 0;
}

/** Free of charge: the page that stands for a page's block. */
export function headOf(p: u32): u32 {
  return peek<u32>(p - PAGE_OFFSET) & PG_tail ? peek<u32>(p + FIRST_PAGE - PAGE_OFFSET) : p;
}

const FIRST_PAGE: u32 = 28; // offsetof(struct page, first_page)
