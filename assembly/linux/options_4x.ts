// net/core/sock.c: SO_REUSEPORT, in 4.3 and 4.14. Older kernels know no such option.
import { setValue } from "../abi";
import { set_sk_reuseport, sk_reuseport } from "./sock";
import { tcp_sock } from "./structs";

export function set_reuseport(sk: tcp_sock, on: bool): i32 {
  set_sk_reuseport(sk, on);
  return 0;
}

/** Leaves what it reads in abi.ts. */
export function reuseport(sk: tcp_sock): i32 {
  setValue(sk_reuseport(sk) ? 1 : 0);
  return 0;
}
