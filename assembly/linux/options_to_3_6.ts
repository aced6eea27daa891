// net/core/sock.c: SO_REUSEPORT, unknown to 2.6.20 and 3.6.5.
import { ENOPROTOOPT } from "./errno";
import { tcp_sock } from "./structs";

/** SO_REUSEPORT came with 3.9. */
export function set_reuseport(_sk: tcp_sock, _on: bool): i32 {
  return -ENOPROTOOPT;
}

export function reuseport(_sk: tcp_sock): i32 {
  return -ENOPROTOOPT;
}
