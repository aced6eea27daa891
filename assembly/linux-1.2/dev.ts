// net/inet/dev.c of Linux 1.2.13 and the driver below it: how packets come and go. Reception (net_bh, ip_rcv) and
// transmission (dev_queue_xmit, a driver) are measured blocks. What the host sends to itself the emulator's host carries.
import { measured, runOn } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { ACK, transmit } from "../wire";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { driverSkb, FREE_WRITE, IP_HEADER, kfree_skb, LINK_HEADER, SK_BUFF, TCP_HEADER } from "./skbuff";
import { sk_buff } from "./structs";
import * as map from "./system_map";
import { tcp_rcv } from "./tcp_input";

const FLAGS: u32 = 52; // offsetof(struct device, flags)
const MTU: u32 = 58; // offsetof(struct device, mtu)
const HARD_HEADER_LEN: u32 = 62; // offsetof(struct device, hard_header_len)
const PA_ADDR: u32 = 84; // offsetof(struct device, pa_addr)
const PA_MASK: u32 = 96; // offsetof(struct device, pa_mask)
const DEVICE: u32 = 188; // sizeof(struct device)

/** The one Ethernet card (struct device): 1,500 bytes, a network of 8 bits. */
export let device: u32 = 0;

export function bootDev(): void {
  device = staticData(DEVICE);
  poke<u16>(device + FLAGS - PAGE_OFFSET, 0x43); // up, broadcast, running
  poke<u16>(device + MTU - PAGE_OFFSET, 1500);
  poke<u16>(device + HARD_HEADER_LEN - PAGE_OFFSET, <u16>LINK_HEADER);
  poke<u32>(device + PA_ADDR - PAGE_OFFSET, bswap<u32>(0xc0000201));
  poke<u32>(device + PA_MASK - PAGE_OFFSET, bswap<u32>(0xffffff00));
}

/** The ops table's `receive`: the driver hands `arriving` on. */
export function receive(): void {
  runOn(0);
  measured(map.net_bh);
  const skb = driverSkb(device);
  if (skb != 0) tcp_rcv(changetype<sk_buff>(skb), false);
}

/** Sends a finished frame; one that nobody keeps is freed. */
export function dev_queue_xmit(skb: sk_buff): void {
  measured(map.dev_queue_xmit);
  tell(<u32>changetype<usize>(skb));
  if (skb.free == 1) kfree_skb(skb, FREE_WRITE);
}

/** Tells the wire what the frame says, free of charge. */
function tell(skb: u32): void {
  const ip = skb + SK_BUFF + LINK_HEADER - PAGE_OFFSET;
  const th = ip + IP_HEADER;
  const saddr = bswap<u32>(peek<u32>(ip + 12));
  const daddr = bswap<u32>(peek<u32>(ip + 16));
  const sport = <u32>bswap<u16>(peek<u16>(th));
  const dport = <u32>bswap<u16>(peek<u16>(th + 2));
  const seq = bswap<u32>(peek<u32>(th + 4));
  const flags = <u32>peek<u8>(th + 13) & 0x3f;
  const ack = flags & ACK ? bswap<u32>(peek<u32>(th + 8)) : 0;
  const header = (<u32>peek<u8>(th + 12) >> 4) << 2;
  const total = <u32>bswap<u16>(peek<u16>(ip + 2));
  const length = total - IP_HEADER - header;
  if (header < TCP_HEADER || total < IP_HEADER + header) trap();
  transmit(saddr, sport, daddr, dport, flags, seq, ack, length);
}
