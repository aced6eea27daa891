// Entry for test/linux/reuseport.test.ts: the groups of listeners that share a port, and the requests in ehash.

import { view } from "../abi";
import { clock, startMachine } from "../machine/cpu";
import { peek, startRam } from "../machine/ram";
import { seedRandom } from "../random";
import * as wire from "../wire";
import { ACK, arriving, BARE, SYN } from "../wire";
import { EHASH_SIZE } from "./config";
import { inet_ehash_secret, inet_ehashfn, tcp_hashinfo } from "./inet_hashtables";
import { bootKernel } from "./kernel";
import { is_a_nulls } from "./list";
import { PAGE_OFFSET } from "./memory_map";
import { init_net } from "./net_namespace";
import { reciprocal_scale, reuseport_select_sock } from "./sock_reuseport";
import { sys_bind, sys_close, sys_listen, sys_setsockopt, sys_socket } from "./socket";
import { tcp_sock } from "./structs";
import { receive } from "./tcp_ipv4";
import { describe } from "./view";
import { NODE, STATE } from "./view_layout";

export { profileAddress } from "../machine/profile";
export { clock, reciprocal_scale, sys_bind, sys_close, sys_listen, sys_setsockopt, sys_socket };

const REUSEPORT_CB: u32 = 472; // offsetof(struct sock, sk_reuseport_cb)
const MAX_SOCKS: u32 = 8; // offsetof(struct sock_reuseport, max_socks)
const NUM_SOCKS: u32 = 10; // offsetof(struct sock_reuseport, num_socks)
const SOCKS: u32 = 16; // sizeof(struct sock_reuseport)

export function boot(): void {
  startMachine(1);
  startRam(1 << 20);
  seedRandom(1);
  bootKernel(1);
}

/** Address of the sock behind a descriptor. */
export function sockOf(fd: i32): u32 {
  describe(0, fd);
  return load<u32>(view, 15 * 4);
}

function groupOf(sk: u32): u32 {
  return peek<u32>(sk + REUSEPORT_CB - PAGE_OFFSET);
}

/** Of the group of a sock: its slots (0), its members (1), and those from 2 on. */
export function group(sk: u32, index: u32): u32 {
  const at = groupOf(sk) - PAGE_OFFSET;
  if (index == 0) return peek<u16>(at + MAX_SOCKS);
  if (index == 1) return peek<u16>(at + NUM_SOCKS);
  return peek<u32>(at + SOCKS + (index - 2) * 4);
}

/** The member that a connection with this hash goes to. */
export function select(sk: u32, hash: u32): u32 {
  return reuseport_select_sock(changetype<tcp_sock>(sk), hash);
}

/** A SYN (or with `ack` not 0 an ACK) from 10.0.0.1; the answer's sequence number. */
export function segment(sport: u32, daddr: u32, dport: u32, ack: u32): u32 {
  arriving.saddr = 0x0a000001;
  arriving.sport = sport;
  arriving.daddr = daddr;
  arriving.dport = dport;
  arriving.seq = ack != 0 ? 1001 : 1000;
  arriving.ack = ack;
  arriving.flags = BARE | (ack != 0 ? ACK : SYN);
  arriving.length = 0;
  arriving.dev = 1;
  receive();
  return wire.answerSeq;
}

/** State of the first entry of the chain that the hash of these ends names; 0: the chain is empty. */
export function chainState(sport: u32, daddr: u32, dport: u32): u32 {
  const hash = inet_ehashfn(init_net, bswap<u32>(daddr), dport, bswap<u32>(0x0a000001), bswap<u16>(<u16>sport));
  const ehash = peek<u32>(changetype<usize>(tcp_hashinfo) - PAGE_OFFSET);
  const node = peek<u32>(ehash + (hash & (EHASH_SIZE - 1)) * 4 - PAGE_OFFSET);
  return is_a_nulls(node) ? 0 : peek<u8>(node - NODE + STATE - PAGE_OFFSET);
}

/** What of ehash's secret can be asked for: whether it was drawn. */
export function hasSecret(): bool {
  return peek<u32>(inet_ehash_secret - PAGE_OFFSET) != 0;
}
