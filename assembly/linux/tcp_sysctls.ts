// net/ipv4/sysctl_net_ipv4.c: settings of TCP behind the handshake, and of addresses. Static variables in emulated memory.
import { Sysctl } from "../abi";
import { poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { HAS_INVALID_RATELIMIT, HAS_TW_RECYCLE, MAX_ORPHANS, MAX_TW_BUCKETS, SYN_RETRIES } from "./sysctl_defaults";

/** One word each, from tcp_syn_retries on in the order of enum Sysctl; the first is ip_nonlocal_bind. */
let variables: u32 = 0;

/** Free of charge. */
export function bootTcpSysctls(): void {
  variables = staticData(64);
  set(Sysctl.ip_nonlocal_bind, 0);
  set(Sysctl.tcp_syn_retries, SYN_RETRIES);
  set(Sysctl.tcp_fin_timeout, 60);
  set(Sysctl.tcp_tw_reuse, 0);
  set(Sysctl.tcp_tw_recycle, 0);
  set(Sysctl.tcp_timestamps, 1);
  set(Sysctl.tcp_max_orphans, MAX_ORPHANS);
  set(Sysctl.tcp_max_tw_buckets, MAX_TW_BUCKETS);
  set(Sysctl.tcp_rfc1337, 0);
  set(Sysctl.tcp_invalid_ratelimit, 500);
  set(Sysctl.tcp_retries1, 3);
  set(Sysctl.tcp_retries2, 15);
}

function set(name: i32, value: i32): void {
  poke<i32>(variableOf(name) - PAGE_OFFSET, value);
}

/** The address of a setting. */
export function variableOf(name: i32): u32 {
  return variables + ((<u32>(name - Sysctl.ip_nonlocal_bind)) << 2);
}

/** The address of a setting that this kernel has, or 0. */
export function tcpSysctl(name: i32): u32 {
  if (name < Sysctl.ip_nonlocal_bind || name == Sysctl.ip_local_port_range || name > Sysctl.tcp_retries2) return 0;
  if (name == Sysctl.tcp_tw_recycle && !HAS_TW_RECYCLE) return 0;
  if (name == Sysctl.tcp_invalid_ratelimit && !HAS_INVALID_RATELIMIT) return 0;
  return variableOf(name);
}
