// net/ipv4/inet_connection_sock.c: which chain of a listener's SYN table a peer has. 4.14 has no such tables.
import { jhash_2words } from "./jhash";

export const AF_INET: i32 = 2;

/** Inlined: the chain of a peer. */
export function inet_synq_hash(raddr: u32, rport: u32, rnd: u32, synq_hsize: u32): u32 {
  return jhash_2words(raddr, rport, rnd) & (synq_hsize - 1);
}
