// lib/rbtree.c, include/linux/rbtree.h: red-black trees whose nodes lie inside the things that they sort.
// Simplified: rb_erase() does not balance the tree again (the root stays black), so that long use makes it deeper than
// the real one.
//
//   rb_node: 0 parent, its lowest bit the colour (1 black)   4 right   8 left        rb_root: rb_node
import { exec, ld, st, turn } from "../machine/cpu";
import * as map from "./system_map";

const RIGHT: u32 = 4;
const LEFT: u32 = 8;
const BLACK: u32 = 1;

export function rb_left(node: u32): u32 {
  return ld<u32>(node, LEFT);
}

export function rb_right(node: u32): u32 {
  return ld<u32>(node, RIGHT);
}

function parentOf(node: u32): u32 {
  return ld<u32>(node, 0) & ~3;
}

function setParent(node: u32, parent: u32): void {
  st<u32>(node, 0, (ld<u32>(node, 0) & BLACK) | parent);
}

function isRed(node: u32): bool {
  return node != 0 && !(ld<u32>(node, 0) & BLACK);
}

function setBlack(node: u32): void {
  st<u32>(node, 0, ld<u32>(node, 0) | BLACK);
}

function setRed(node: u32): void {
  st<u32>(node, 0, ld<u32>(node, 0) & ~BLACK);
}

/** Hangs a red node under its parent, at the place that the search found. Inlined. */
export function rb_link_node(node: u32, parent: u32, link: u32): void {
  st<u32>(node, 0, parent);
  st<u32>(node, LEFT, 0);
  st<u32>(node, RIGHT, 0);
  st<u32>(link, 0, node);
}

/** Where the pointer to a child of `parent` (0: of the root) lies. */
function linkTo(child: u32, parent: u32, root: u32): u32 {
  if (parent == 0) return root;
  return rb_left(parent) == child ? parent + LEFT : parent + RIGHT;
}

/** Turns a node down to the side `down`; its child on the other side comes up. Inlined. */
function rotate(node: u32, down: u32, root: u32): void {
  const up = down == LEFT ? RIGHT : LEFT;
  const child = ld<u32>(node, up);
  const inner = ld<u32>(child, down);
  const parent = parentOf(node);
  st<u32>(node, up, inner);
  if (inner != 0) setParent(inner, node);
  st<u32>(linkTo(node, parent, root), 0, child);
  setParent(child, parent);
  st<u32>(child, down, node);
  setParent(node, child);
}

/** Restores the colours after rb_link_node(). A parent's word tells its colour and the grandparent. */
export function rb_insert_color(inserted: u32, root: u32): void {
  exec(map.rb_insert_color);
  let node = inserted;
  let parent = parentOf(node);
  while (turn(map.rb_insert_color_turn, isRed(parent))) {
    const grandparent = parentOf(parent);
    const left = rb_left(grandparent);
    const side = left == parent ? LEFT : RIGHT;
    const other = side == LEFT ? RIGHT : LEFT;
    const uncle = side == LEFT ? rb_right(grandparent) : left;
    if (isRed(uncle)) {
      st<u32>(uncle, 0, grandparent | BLACK);
      st<u32>(parent, 0, grandparent | BLACK);
      setRed(grandparent);
      node = grandparent;
      parent = parentOf(node);
      continue;
    }
    if (ld<u32>(parent, other) == node) {
      rotate(parent, side, root);
      const above = node;
      node = parent;
      parent = above;
    }
    setBlack(parent);
    setRed(grandparent);
    rotate(grandparent, other, root);
    return; // the parent is black now; the root is, too, or was before
  }
  if (parent == 0) setBlack(node);
}

/** The next smaller node; 0: there is none. */
export function rb_prev(first: u32): u32 {
  exec(map.rb_prev);
  let node = first;
  if (rb_left(node) != 0) {
    node = rb_left(node);
    while (rb_right(node) != 0) node = rb_right(node);
    return node;
  }
  let parent = parentOf(node);
  while (parent != 0 && rb_left(parent) == node) {
    node = parent;
    parent = parentOf(node);
  }
  return parent;
}

/** Takes a node out. A node with two children gives its place to the next greater one. */
export function rb_erase(node: u32, root: u32): void {
  exec(map.rb_erase);
  const left = rb_left(node);
  const right = rb_right(node);
  const parent = parentOf(node);
  const link = linkTo(node, parent, root);
  let heir = left == 0 ? right : left;
  if (left != 0 && right != 0) {
    exec(map.rb_erase_heir);
    heir = right;
    let next = rb_left(heir);
    while (turn(map.rb_erase_turn, next != 0)) {
      heir = next;
      next = rb_left(heir);
    }
    const from = parentOf(heir);
    if (from != node) {
      const orphan = rb_right(heir);
      st<u32>(from, LEFT, orphan);
      if (orphan != 0) setParent(orphan, from);
      st<u32>(heir, RIGHT, right);
      setParent(right, heir);
    }
    st<u32>(heir, LEFT, left);
    setParent(left, heir);
  }
  st<u32>(link, 0, heir);
  if (heir != 0) setParent(heir, parent);
  const top = ld<u32>(root, 0);
  if (top != 0) setBlack(top);
}
