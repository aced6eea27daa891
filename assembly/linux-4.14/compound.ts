// mm/page_alloc.c, include/linux/mm.h of Linux 4.14: pages that were allocated as one: every tail holds the address of
// the head, with bit 0 set.
import { ld, st, turn } from "../machine/cpu";
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { PG_head } from "./mmzone";
import { PAGE_STRUCT, virt_to_page } from "./page_alloc";
import { page } from "./structs";
import * as map from "./system_map";

const COMPOUND_HEAD: u32 = 20; // offsetof(struct page, compound_head)
const COMPOUND_ORDER: u32 = 26; // offsetof(struct page, compound_order)

export function isCompound(p: u32): bool {
  return (changetype<page>(p).flags & PG_head) != 0;
}

/** Makes pages one: the tails point at the head. Inlined. */
export function prep_compound_page(p: u32, order: u32): void {
  st<u16>(p + PAGE_STRUCT, COMPOUND_ORDER, <u16>order); // set_compound_order
  changetype<page>(p).flags |= PG_head;
  for (let i: u32 = 1; turn(map.prep_compound_page_turn, i < 1 << order); i++) {
    const tail = p + i * PAGE_STRUCT;
    changetype<page>(tail)._count = 0;
    st<u32>(tail, COMPOUND_HEAD, p | 1);
  }
}

export function destroy_compound_page(p: u32, order: u32): void {
  changetype<page>(p).flags &= ~PG_head;
  for (let i: u32 = 1; turn(map.prep_compound_page_turn, i < 1 << order); i++) {
    const tail = p + i * PAGE_STRUCT;
    ld<u32>(tail, COMPOUND_HEAD);
    st<u32>(tail, COMPOUND_HEAD, 0);
  }
}

/** The struct page that stands for a block: of a compound page's tails their head. Inlined. */
export function virt_to_head_page(address: u32): u32 {
  const p = virt_to_page(address);
  const head = ld<u32>(p, COMPOUND_HEAD);
  return head & 1 ? head - 1 : p;
}

/** Order of a compound page, 0 for a single one. Inlined. */
export function compound_order(p: u32): u32 {
  return isCompound(p) ? ld<u16>(p + PAGE_STRUCT, COMPOUND_ORDER) : 0;
}

/** Free of charge: the page that stands for a page's block. */
export function headOf(p: u32): u32 {
  const head = peek<u32>(p + COMPOUND_HEAD - PAGE_OFFSET);
  return head & 1 ? head - 1 : p;
}
