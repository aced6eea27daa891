// net/ipv4/af_inet.c, tcp_ipv4.c, net/ipv6/af_inet6.c, tcp_ipv6.c: what 2.6.20, 3.6.5, 4.3 and 4.14 word alike.
import { poke } from "../machine/ram";
import { ROW_ADDRESS, Text } from "../machine/text";
import { PAGE_OFFSET } from "./memory_map";

/** The address of a function: what a pointer to it holds. */
export function codeOf(row: Text): u32 {
  return load<u32>(row, ROW_ADDRESS);
}

export function set(table: u32, offset: u32, value: u32): void {
  poke<u32>(table + offset - PAGE_OFFSET, value);
}
