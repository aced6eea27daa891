// include/linux/ipv6.h of Linux 3.6.5: where ipv6only lies.
export * from "./ipv6_to_3_6";

import { ipv6_pinfo } from "./structs";

export const IPV6ONLY: u8 = 0x10;

/** The byte that has it; `np` is sk->pinet6. */
export function np_flags(np: u32): u8 {
  return changetype<ipv6_pinfo>(np).recverr_bits;
}

export function set_np_flags(np: u32, flags: u8): void {
  changetype<ipv6_pinfo>(np).recverr_bits = flags;
}
