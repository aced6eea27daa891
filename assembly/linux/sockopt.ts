// net/core/sock.c, net/ipv4/ip_sockglue.c, net/ipv6/ipv6_sockglue.c, net/ipv4/tcp.c: options of sockets. What a kernel
// words in its own way stands in its options.ts. Left out: Fast Open, congestion control, keepalive intervals, filters.
import { Option, Sysctl, setValue } from "../abi";
import { exec } from "../machine/cpu";
import { get_v6only, set_v6only } from "./af_inet";
import { HZ } from "./config";
import { capable } from "./credentials";
import { EINVAL, ENOPROTOOPT, EPERM } from "./errno";
import { nonagle, reuse, set_nonagle, set_reuse } from "./fields";
import {
  deferPeriods,
  deferSeconds,
  LEAST_MAXSEG,
  MAXSEG_TAKES_ZERO,
  MIN_RCVBUF,
  MIN_SNDBUF,
  reuseport,
  set_reuseport,
  TELLS_DEVICE,
  TELLS_PROTOCOL,
} from "./options";
import { read, sysctl_rmem_max } from "./percpu";
import {
  lock_sock,
  release_sock,
  set_sk_userlocks,
  sk_dst_reset,
  sk_userlocks,
  sock_reset_flag,
  sock_set_flag,
} from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN } from "./tcp_states";
import { variableOf } from "./tcp_sysctls";

const IPPROTO_TCP: u8 = 6;

const FREEBIND: u8 = 4;

/** sock_flag bits, include/net/sock.h. */
const SOCK_KEEPOPEN: u32 = 1 << 3;

export const SOCK_LINGER: u32 = 1 << 4;

/** sk_userlocks: the process chose the size of a buffer. */
const SOCK_SNDBUF_LOCK: u8 = 1;

const SOCK_RCVBUF_LOCK: u8 = 2;

/** Bits of tp->nonagle: TCP_NODELAY, and that what waits is sent at once. */
export const TCP_NAGLE_OFF: u8 = 1;

const TCP_NAGLE_PUSH: u8 = 4;

const MAX_TCP_WINDOW: i32 = 32767;

const MAX_TCP_SYNCNT: i32 = 127;

function isTcpOption(option: i32): bool {
  return (
    option == Option.defer_accept || option == Option.nodelay || option == Option.syncnt || option == Option.maxseg
  );
}

/** By the level of the option. */
export function setSocketOption(sk: tcp_sock, option: i32, value: i32, second: i32): i32 {
  if (option == Option.v6only) return set_v6only(sk, value != 0);
  if (option == Option.freebind) return ip_setsockopt(sk, value != 0);
  if (isTcpOption(option)) return sk.sk_protocol == IPPROTO_TCP ? tcp_setsockopt(sk, option, value) : -ENOPROTOOPT;
  return sock_setsockopt(sk, option, value, second);
}

/** IP_FREEBIND. */
function ip_setsockopt(sk: tcp_sock, on: bool): i32 {
  exec(map.ip_setsockopt);
  lock_sock(sk);
  sk.recverr_bits = on ? sk.recverr_bits | FREEBIND : sk.recverr_bits & ~FREEBIND;
  release_sock(sk);
  return 0;
}

export function sock_setsockopt(sk: tcp_sock, option: i32, value: i32, second: i32): i32 {
  exec(map.sock_setsockopt);
  if (option == Option.bindtodevice && !capable()) return -EPERM;
  lock_sock(sk);
  const result = setOwned(sk, option, value, second);
  release_sock(sk);
  return result;
}

function setOwned(sk: tcp_sock, option: i32, value: i32, second: i32): i32 {
  switch (option) {
    case Option.reuseaddr:
      set_reuse(sk, value != 0 ? 1 : 0);
      return 0;
    case Option.reuseport:
      return set_reuseport(sk, value != 0);
    case Option.bindtodevice:
      sk.sk_bound_dev_if = value;
      sk_dst_reset(sk);
      return 0;
    case Option.keepalive:
      valbool_flag(sk, SOCK_KEEPOPEN, value != 0);
      return 0;
    case Option.linger:
      if (value != 0) sk.sk_lingertime = min<u32>(<u32>second, 0x7fffffff / HZ) * HZ;
      valbool_flag(sk, SOCK_LINGER, value != 0);
      return 0;
    case Option.sndbuf:
      set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_SNDBUF_LOCK);
      sk.sk_sndbuf = max(<i32>min<u32>(<u32>value, <u32>read(sysctl_rmem_max)) * 2, MIN_SNDBUF);
      return 0;
    case Option.rcvbuf:
      set_sk_userlocks(sk, sk_userlocks(sk) | SOCK_RCVBUF_LOCK);
      sk.sk_rcvbuf = max(<i32>min<u32>(<u32>value, <u32>read(sysctl_rmem_max)) * 2, MIN_RCVBUF);
      return 0;
  }
  return -ENOPROTOOPT; // what can only be read
}

function valbool_flag(sk: tcp_sock, flag: u32, on: bool): void {
  if (on) sock_set_flag(sk, flag);
  else sock_reset_flag(sk, flag);
}

export function tcp_setsockopt(sk: tcp_sock, option: i32, value: i32): i32 {
  exec(map.tcp_setsockopt);
  lock_sock(sk);
  const result = setTcp(sk, option, value);
  release_sock(sk);
  return result;
}

function setTcp(sk: tcp_sock, option: i32, value: i32): i32 {
  switch (option) {
    case Option.defer_accept:
      sk.icsk_accept_queue.rskq_defer_accept = deferPeriods(value);
      return 0;
    case Option.nodelay:
      set_nonagle(sk, value != 0 ? nonagle(sk) | TCP_NAGLE_OFF | TCP_NAGLE_PUSH : nonagle(sk) & ~TCP_NAGLE_OFF);
      return 0;
    case Option.syncnt:
      if (value < 1 || value > MAX_TCP_SYNCNT) return -EINVAL;
      sk.icsk_syn_retries = <u8>value;
      return 0;
    case Option.maxseg:
      if ((value != 0 || !MAXSEG_TAKES_ZERO) && (value < LEAST_MAXSEG || value > MAX_TCP_WINDOW)) return -EINVAL;
      sk.rx_opt.user_mss = <u16>value;
      return 0;
  }
  return -ENOPROTOOPT;
}

// ---- getsockopt(): leaves the value in abi.ts

export function getSocketOption(sk: tcp_sock, option: i32): i32 {
  if (option == Option.v6only) return get_v6only(sk);
  if (option == Option.freebind) return ip_getsockopt(sk);
  if (isTcpOption(option)) return sk.sk_protocol == IPPROTO_TCP ? tcp_getsockopt(sk, option) : -ENOPROTOOPT;
  return sock_getsockopt(sk, option);
}

function ip_getsockopt(sk: tcp_sock): i32 {
  exec(map.ip_getsockopt);
  lock_sock(sk);
  setValue(sk.recverr_bits & FREEBIND ? 1 : 0);
  release_sock(sk);
  return 0;
}

export function sock_getsockopt(sk: tcp_sock, option: i32): i32 {
  exec(map.sock_getsockopt);
  switch (option) {
    case Option.reuseaddr:
      setValue(reuse(sk));
      return 0;
    case Option.reuseport: {
      const on = reuseport(sk);
      setValue(max(on, 0));
      return min(on, 0);
    }
    case Option.bindtodevice:
      if (!TELLS_DEVICE) return -ENOPROTOOPT;
      setValue(sk.sk_bound_dev_if);
      return 0;
    case Option.keepalive:
      setValue(sk.sk_flags & SOCK_KEEPOPEN ? 1 : 0);
      return 0;
    case Option.linger:
      setValue(sk.sk_flags & SOCK_LINGER ? 1 : 0, sk.sk_lingertime / HZ);
      return 0;
    case Option.sndbuf:
      setValue(sk.sk_sndbuf);
      return 0;
    case Option.rcvbuf:
      setValue(sk.sk_rcvbuf);
      return 0;
    case Option.acceptconn:
      setValue(sk.sk_state == TCP_LISTEN ? 1 : 0);
      return 0;
    case Option.error:
      setValue(-sock_error(sk));
      return 0;
    case Option.type:
      setValue(sk.sk_type);
      return 0;
    case Option.protocol:
      if (!TELLS_PROTOCOL) return -ENOPROTOOPT;
      setValue(sk.sk_protocol);
      return 0;
    case Option.domain:
      if (!TELLS_PROTOCOL) return -ENOPROTOOPT;
      setValue(sk.sk_family);
      return 0;
  }
  return -ENOPROTOOPT;
}

/** What went wrong with a socket, told once: 0 or a negative errno. Inlined. */
export function sock_error(sk: tcp_sock): i32 {
  let error = sk.sk_err;
  if (error != 0) {
    sk.sk_err = 0;
  } else {
    error = sk.sk_err_soft;
    if (error != 0) sk.sk_err_soft = 0;
  }
  return -error;
}

export function tcp_getsockopt(sk: tcp_sock, option: i32): i32 {
  exec(map.tcp_getsockopt);
  switch (option) {
    case Option.defer_accept:
      setValue(deferSeconds(sk.icsk_accept_queue.rskq_defer_accept));
      return 0;
    case Option.nodelay:
      setValue(nonagle(sk) & TCP_NAGLE_OFF);
      return 0;
    case Option.syncnt: {
      const retries = sk.icsk_syn_retries;
      setValue(retries != 0 ? retries : read(variableOf(Sysctl.tcp_syn_retries)));
      return 0;
    }
    case Option.maxseg: {
      const mss = sk.mss_cache;
      const state = sk.sk_state;
      setValue(mss == 0 && (state == TCP_CLOSE || state == TCP_LISTEN) ? sk.rx_opt.user_mss : mss);
      return 0;
    }
  }
  return -ENOPROTOOPT;
}
