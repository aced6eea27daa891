// include/linux/list.h, include/linux/list_nulls.h. Inlined: their instructions belong to the caller.
import { ld, st } from "../machine/cpu";
import { hlist_head, hlist_node, list_head } from "./structs";

/** What list_del leaves behind (LIST_POISON1, LIST_POISON2). */
const LIST_POISON1: u32 = 0x00100100;
const LIST_POISON2: u32 = 0x00200200;

export function INIT_LIST_HEAD(list: u32): void {
  const l = changetype<list_head>(list);
  l.next = list;
  l.prev = list;
}

export function list_empty(head: u32): bool {
  return changetype<list_head>(head).next == head;
}

function __list_add(added: u32, prev: u32, next: u32): void {
  changetype<list_head>(next).prev = added;
  changetype<list_head>(added).next = next;
  changetype<list_head>(added).prev = prev;
  changetype<list_head>(prev).next = added;
}

export function list_add(added: u32, head: u32): void {
  __list_add(added, head, changetype<list_head>(head).next);
}

export function list_add_tail(added: u32, head: u32): void {
  __list_add(added, changetype<list_head>(head).prev, head);
}

function __list_del(prev: u32, next: u32): void {
  changetype<list_head>(next).prev = prev;
  changetype<list_head>(prev).next = next;
}

export function list_del(entry: u32): void {
  const e = changetype<list_head>(entry);
  __list_del(e.prev, e.next);
  e.next = LIST_POISON1;
  e.prev = LIST_POISON2;
}

export function list_del_init(entry: u32): void {
  const e = changetype<list_head>(entry);
  __list_del(e.prev, e.next);
  INIT_LIST_HEAD(entry);
}

// ---- hlist: a head of one pointer; a node points back at the pointer that points at it

export function INIT_HLIST_NODE(node: u32): void {
  const n = changetype<hlist_node>(node);
  n.next = 0;
  n.pprev = 0;
}

export function hlist_unhashed(node: u32): bool {
  return changetype<hlist_node>(node).pprev == 0;
}

export function hlist_empty(head: u32): bool {
  return changetype<hlist_head>(head).first == 0;
}

export function hlist_add_head(node: u32, head: u32): void {
  const h = changetype<hlist_head>(head);
  const n = changetype<hlist_node>(node);
  const first = h.first;
  n.next = first;
  if (first != 0) changetype<hlist_node>(first).pprev = node;
  h.first = node;
  n.pprev = head;
}

export function __hlist_del(node: u32): void {
  const n = changetype<hlist_node>(node);
  const next = n.next;
  const pprev = n.pprev;
  st<u32>(pprev, 0, next);
  if (next != 0) changetype<hlist_node>(next).pprev = pprev;
}

export function hlist_del_init(node: u32): void {
  __hlist_del(node);
  INIT_HLIST_NODE(node);
}

// ---- hlist_nulls: the list ends in an odd value that says which list it was

export function is_a_nulls(pointer: u32): bool {
  return (pointer & 1) != 0;
}

export function get_nulls_value(pointer: u32): u32 {
  return pointer >> 1;
}

/** The value that ends list `number` (NULLS_MARKER). */
export function NULLS_MARKER(number: u32): u32 {
  return 1 | (number << 1);
}

export function hlist_nulls_add_head_rcu(node: u32, head: u32): void {
  const first = ld<u32>(head, 0);
  const n = changetype<hlist_node>(node);
  n.next = first;
  n.pprev = head;
  st<u32>(head, 0, node);
  if (!is_a_nulls(first)) changetype<hlist_node>(first).pprev = node;
}

export function __hlist_nulls_del(node: u32): void {
  const n = changetype<hlist_node>(node);
  const next = n.next;
  const pprev = n.pprev;
  st<u32>(pprev, 0, next);
  if (!is_a_nulls(next)) changetype<hlist_node>(next).pprev = pprev;
}

export function hlist_nulls_del_init_rcu(node: u32): bool {
  const n = changetype<hlist_node>(node);
  if (n.pprev == 0) return false;
  __hlist_nulls_del(node);
  n.pprev = 0;
  return true;
}
