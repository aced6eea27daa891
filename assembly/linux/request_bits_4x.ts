// include/net/request_sock.h of 4.3 and 4.14: bit fields of a request.
import { tcp_request_sock } from "./structs";

/** How often its timer fired: seven bits; cookie_ts is bit 0 of their byte. */
export function num_timeout(req: tcp_request_sock): u8 {
  return req.cookie_ts_bits >> 1;
}

export function set_num_timeout(req: tcp_request_sock, times: u8): void {
  req.cookie_ts_bits = (req.cookie_ts_bits & 1) | (times << 1);
}

export function set_cookie_ts(req: tcp_request_sock, on: bool): void {
  req.cookie_ts_bits = (req.cookie_ts_bits & ~1) | (on ? 1 : 0);
}
