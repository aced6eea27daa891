// Entry for test/linux/hash.test.ts: the hash functions of 3.6.5, 4.3 and 4.14 in the form that all kernels' tests call.
import { setVariable } from "./hash_testing";
import { inet_bhashfn, inet_ehash_secret, inet_ehashfn, inet_lhashfn } from "./inet_hashtables";

export { net_hash_mix } from "./net_namespace";

export function lhash(net: u32, port: u32): u32 {
  return inet_lhashfn(net, port);
}

export function bhash(net: u32, port: u32, size: u32): u32 {
  return inet_bhashfn(net, port, size);
}

export function ehash(net: u32, laddr: u32, lport: u32, faddr: u32, fport: u32, secret: u32): u32 {
  setVariable(inet_ehash_secret, secret);
  return inet_ehashfn(net, laddr, lport, faddr, fport);
}
