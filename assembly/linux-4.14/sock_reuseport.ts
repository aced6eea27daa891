// net/core/sock_reuseport.c of Linux 4.14: the listeners that share an address and a port (SO_REUSEPORT).
//
//   sock_reuseport: rcu | max_socks, num_socks | prog | socks[max_socks]
//
// Every member's sk_reuseport_cb points at the group. Left out: programs that choose (SO_ATTACH_REUSEPORT_*). An RCU
// grace period passes between two operations: what the kernel frees after one is freed at once.
import { exec, ld, moveString, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { ENOMEM } from "./errno";
import { GFP_ATOMIC } from "./gfp";
import { staticData } from "./memory_map";
import { kfree, kzalloc } from "./slab";
import { bootSpinLock, spin_lock_bh, spin_unlock_bh } from "./spinlock";
import { sock_reuseport, tcp_sock } from "./structs";
import * as map from "./system_map";

/** Slots of a new group. */
const INIT_SOCKS: u32 = 128;
/** num_socks and max_socks are u16. */
const U16_MAX: u32 = 0xffff;

/** One lock for all groups. */
let reuseport_lock: u32 = 0;

/** Free of charge. */
export function bootReuseport(): void {
  reuseport_lock = staticData(64);
  bootSpinLock(reuseport_lock);
}

/** Address of a slot. */
function slotOf(reuse: sock_reuseport, index: u32): u32 {
  return changetype<usize>(reuse) + <u32>sock_reuseport.SIZE + (index << 2);
}

/** include/linux/kernel.h, inlined: maps a hash to 0..ep_ro - 1 without a division. */
export function reciprocal_scale(value: u32, ep_ro: u32): u32 {
  return <u32>((<u64>value * ep_ro) >> 32);
}

function __reuseport_alloc(max_socks: u32): u32 {
  exec(map.__reuseport_alloc);
  const at = kzalloc(<u32>sock_reuseport.SIZE + (max_socks << 2), GFP_ATOMIC);
  if (at == 0) return 0;
  const reuse = changetype<sock_reuseport>(at);
  reuse.max_socks = <u16>max_socks;
  reuse.prog = 0;
  return at;
}

/** A new group with `sk` as its only member. */
export function reuseport_alloc(sk: tcp_sock): i32 {
  exec(map.reuseport_alloc);
  spin_lock_bh(reuseport_lock);
  if (sk.sk_reuseport_cb != 0) trap(); // a group of its own already
  const at = __reuseport_alloc(INIT_SOCKS);
  if (at == 0) {
    spin_unlock_bh(reuseport_lock);
    return -ENOMEM;
  }
  const reuse = changetype<sock_reuseport>(at);
  st<u32>(slotOf(reuse, 0), 0, changetype<usize>(sk));
  reuse.num_socks = 1;
  sk.sk_reuseport_cb = at;
  spin_unlock_bh(reuseport_lock);
  return 0;
}

/** Inlined in reuseport_add_sock: a group of twice the slots, with the same members. 0: no memory, or too many. */
function reuseport_grow(reuse: sock_reuseport): u32 {
  const more_socks_size = <u32>reuse.max_socks * 2;
  exec(map.reuseport_grow);
  if (more_socks_size > U16_MAX) return 0;
  const at = __reuseport_alloc(more_socks_size);
  if (at == 0) return 0;
  const more = changetype<sock_reuseport>(at);
  const members: u32 = reuse.num_socks;
  more.max_socks = <u16>more_socks_size;
  more.num_socks = <u16>members;
  more.prog = reuse.prog;
  moveString(slotOf(more, 0), slotOf(reuse, 0), members << 2, 4);
  for (let i: u32 = 0; turn(map.reuseport_grow_turn, i < members); i++) {
    changetype<tcp_sock>(ld<u32>(slotOf(reuse, i), 0)).sk_reuseport_cb = at;
  }
  kfree(changetype<usize>(reuse)); // kfree_rcu()
  return at;
}

/** Takes `sk` into the group of `sk2`. */
export function reuseport_add_sock(sk: tcp_sock, sk2: tcp_sock): i32 {
  exec(map.reuseport_add_sock);
  // It may have listened before it got SO_REUSEPORT.
  if (sk2.sk_reuseport_cb == 0) {
    const err = reuseport_alloc(sk2);
    if (err != 0) return err;
  }
  spin_lock_bh(reuseport_lock);
  let reuse = changetype<sock_reuseport>(sk2.sk_reuseport_cb);
  if (sk.sk_reuseport_cb != 0) trap(); // in a group already
  if (reuse.num_socks == reuse.max_socks) {
    const more = reuseport_grow(reuse);
    if (more == 0) {
      spin_unlock_bh(reuseport_lock);
      return -ENOMEM;
    }
    reuse = changetype<sock_reuseport>(more);
  }
  const members: u32 = reuse.num_socks;
  st<u32>(slotOf(reuse, members), 0, changetype<usize>(sk));
  reuse.num_socks = <u16>(members + 1);
  sk.sk_reuseport_cb = changetype<usize>(reuse);
  spin_unlock_bh(reuseport_lock);
  return 0;
}

/** A member leaves: the last one moves into its place, so that the others' shares change. */
export function reuseport_detach_sock(sk: tcp_sock): void {
  exec(map.reuseport_detach_sock);
  spin_lock_bh(reuseport_lock);
  const reuse = changetype<sock_reuseport>(sk.sk_reuseport_cb);
  sk.sk_reuseport_cb = 0;
  for (let i: u32 = 0; turn(map.reuseport_detach_sock_turn, i < <u32>reuse.num_socks); i++) {
    if (ld<u32>(slotOf(reuse, i), 0) != <u32>changetype<usize>(sk)) continue;
    const last: u32 = <u32>reuse.num_socks - 1;
    st<u32>(slotOf(reuse, i), 0, ld<u32>(slotOf(reuse, last), 0));
    reuse.num_socks = <u16>last;
    if (last == 0) reuseport_free_rcu(reuse);
    break;
  }
  spin_unlock_bh(reuseport_lock);
}

function reuseport_free_rcu(reuse: sock_reuseport): void {
  exec(map.reuseport_free_rcu);
  if (reuse.prog != 0) trap();
  kfree(changetype<usize>(reuse));
}

/** The member of `sk`'s group that a connection with this hash goes to; 0: it has no group. */
export function reuseport_select_sock(sk: tcp_sock, hash: u32): u32 {
  exec(map.reuseport_select_sock);
  const at = sk.sk_reuseport_cb;
  if (at == 0) return 0;
  const reuse = changetype<sock_reuseport>(at);
  if (reuse.prog != 0) trap();
  const socks: u32 = reuse.num_socks;
  if (socks == 0) return 0;
  return ld<u32>(slotOf(reuse, reciprocal_scale(hash, socks)), 0);
}
