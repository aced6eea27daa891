// Entry for test/linux/hash.test.ts: the hash functions of Linux 2.6.20 in the form that both kernels' tests call.
import { inet_bhashfn, inet_ehashfn, inet_lhashfn } from "./inet_hashtables";

export * from "../linux/hash_testing";

export function net_hash_mix(_net: u32): u32 {
  return 0; // no namespaces
}

export function lhash(_net: u32, port: u32): u32 {
  return inet_lhashfn(port);
}

export function bhash(_net: u32, port: u32, size: u32): u32 {
  return inet_bhashfn(port, size);
}

export function ehash(_net: u32, laddr: u32, lport: u32, faddr: u32, fport: u32, _secret: u32): u32 {
  return inet_ehashfn(laddr, lport, faddr, fport);
}
