// net/inet/ip.c, route.c, devinet.c of Linux 1.2.13: what a segment needs on its way out, and whose an address is. Left
// out: options, fragments, forwarding, the hardware header (there is one card, and ARP knows every neighbour).
import { isBroadcast, isLocal, isMulticast, sourceFor } from "../addresses";
import { exec, ld, st } from "../machine/cpu";
import { dev_queue_xmit, device } from "./dev";
import { staticData } from "./memory_map";
import { jiffies } from "./sched";
import { IP_HEADER, LINK_HEADER, SK_BUFF } from "./skbuff";
import { iphdr, device as net_device, sk_buff, sock } from "./structs";
import { cli, restore_flags, save_flags } from "./system";
import * as map from "./system_map";

export const IS_MYADDR: i32 = 1;
export const IS_BROADCAST: i32 = 3;
export const IS_MULTICAST: i32 = 4;

/** 127.0.0.1 in network order: what the kernel takes for its address when it does not know which (ip_my_addr). */
const LOOPBACK: u32 = 0x0100007f;

/** Addresses of static variables: ip_id_count, ip_statistics.IpOutRequests, the head of the routing table. */
let ip_id_count: u32 = 0;
let ip_statistics: u32 = 0;
let rt_base: u32 = 0;

export function bootIp(): void {
  ip_id_count = staticData(4);
  ip_statistics = staticData(4);
  rt_base = staticData(36);
}

/** Whose an address is (network order): 0, or one of the above. */
export function ip_chk_addr(address: u32): i32 {
  exec(map.ip_chk_addr);
  const host = bswap<u32>(address);
  if (host == 0 || host == 0xffffffff || host == 0x7f000000) return IS_BROADCAST;
  const dev = changetype<net_device>(device);
  dev.flags;
  dev.pa_addr;
  if (host >>> 24 == 127) return IS_MYADDR;
  if (isBroadcast(host)) return IS_BROADCAST;
  if (isLocal(host)) return IS_MYADDR;
  return isMulticast(host) ? IS_MULTICAST : 0;
}

export function ip_my_addr(): u32 {
  exec(map.ip_my_addr);
  return LOOPBACK;
}

/** Looks the way to an address up; the routing table has no cache. The source address that fits it. */
export function ip_rt_route(daddr: u32): u32 {
  exec(map.ip_rt_route);
  ld<u32>(rt_base, 0);
  ld<u32>(rt_base, 4);
  ld<u32>(rt_base, 8);
  ld<u32>(rt_base, 32);
  st<u32>(rt_base, 20, ld<u32>(rt_base, 20) + 1);
  const host = bswap<u32>(daddr);
  return host >>> 24 == 127 ? LOOPBACK : bswap<u32>(sourceFor(host));
}

/** Writes the IP header; returns the bytes of both headers below TCP. Addresses in network order. */
export function ip_build_header(skb: sk_buff, saddr: u32, daddr: u32, tos: u8, ttl: u8): u32 {
  exec(map.ip_build_header);
  skb.localroute;
  const source = ip_rt_route(daddr);
  const from = saddr == 0 ? source : saddr;
  skb.dev = device;
  skb.saddr = from;
  const sk = changetype<sock>(skb.sk);
  if (changetype<usize>(sk) != 0) sk.saddr = from;
  const head = <u32>changetype<usize>(skb) + SK_BUFF;
  // eth_header(): two addresses and the type.
  st<u32>(head, 0, 0);
  st<u32>(head, 4, 0);
  st<u32>(head, 8, 0);
  st<u16>(head, 12, 8);
  const iph = changetype<iphdr>(head + LINK_HEADER);
  iph.ihl_bits = 0x45;
  iph.tos = tos;
  iph.frag_off = 0;
  iph.ttl = ttl;
  iph.daddr = daddr;
  iph.saddr = from;
  iph.protocol = 6;
  skb.ip_hdr = head + LINK_HEADER;
  return LINK_HEADER + IP_HEADER;
}

/** Checksum of the IP header. Inlined. */
export function ip_send_check(iph: iphdr): void {
  iph.check = 0;
  for (let word: u32 = 0; word < IP_HEADER; word += 4) ld<u32>(changetype<usize>(iph), word);
  iph.check = 0;
}

/** A new identification for a frame that goes out again. */
export function newId(iph: iphdr): void {
  const id = ld<u16>(ip_id_count, 0);
  st<u16>(ip_id_count, 0, id + 1);
  iph.id = bswap<u16>(id);
}

/** Sends a segment. One that the caller does not let go (`free` false) is kept on sk->send_head to be sent again. */
export function ip_queue_xmit(sk: sock, skb: sk_buff, free: bool): void {
  exec(map.ip_queue_xmit);
  skb.dev = device;
  skb.when = ld<u32>(jiffies, 0);
  const dev = changetype<net_device>(device);
  const iph = changetype<iphdr>(<u32>changetype<usize>(skb) + SK_BUFF + dev.hard_header_len);
  iph.tot_len = bswap<u16>(<u16>(skb.len - LINK_HEADER));
  newId(iph);
  skb.free = free ? 1 : 0;
  dev.mtu;
  ip_send_check(iph);
  skb.next;
  if (free) {
    skb.sk = <u32>changetype<usize>(sk);
  } else {
    sk.packets_out = sk.packets_out + 1;
    save_flags();
    cli();
    skb.link3 = 0;
    const at = <u32>changetype<usize>(skb);
    if (sk.send_head == 0) {
      sk.send_tail = at;
      sk.send_head = at;
    } else {
      changetype<sk_buff>(sk.send_tail).link3 = at;
      sk.send_tail = at;
    }
    restore_flags();
  }
  st<u32>(ip_statistics, 0, ld<u32>(ip_statistics, 0) + 1);
  dev.flags;
  dev_queue_xmit(skb);
}
