// The network's side of the packet path: what a driver and its device did before netif_receive_skb(). Free of charge.
//
// The device wrote the headers by DMA (no cache holds their lines any more); the driver filled a struct sk_buff, which
// it takes in turn from a ring of RING. Buffers and skbs are as slab and kmalloc would place them, but lie in static
// memory, so that a flood costs the host nothing.
//
//   data buffer (2,048 bytes):  headroom | IP header | TCP header, options | ... | struct skb_shared_info
import { lineBytes } from "../machine/cpu";
import { deviceWrite } from "../machine/hierarchy";
import { peek, poke, ram } from "../machine/ram";
import { ACK, arriving, BARE, FIN, PSH, RST, SYN, URG } from "../wire";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { jiffies } from "./percpu";
import { fillRoute, fillSkb, fillSynack, HEADROOM } from "./skbuff";

const RING: u32 = 16;
/** sk_buff is 152 or 160 bytes: three lines of skbuff_head_cache. */
const SKB_BYTES: u32 = 192;
const BUFFER_BYTES: u32 = 2048;
const IP_HEADER: u32 = 20;
const TCP_HEADER: u32 = 20;
const IPPROTO_TCP: u8 = 6;
/** The peer's clock: its timestamps are the kernel's jiffies plus this. */
const PEER_CLOCK: u32 = 0x01000000;

let skbs: u32 = 0;
let buffers: u32 = 0;
let next: u32 = 0;
/** The one route that segments come in by (struct rtable). */
export let inputRoute: u32 = 0;
/** The one route that answers leave by. */
export let outputRoute: u32 = 0;
/** The SYN-ACK that is on its way out: a struct sk_buff and its TCP header. One for all: nobody looks at two. */
export let synack: u32 = 0;
/** dst_default_metrics and ipv4_dst_ops (3.6). */
export let defaultMetrics: u32 = 0;
export let dstOps: u32 = 0;
/** The device (struct net_device): nothing but its address is used. */
export let device: u32 = 0;

/** Lays out the ring, the routes and the device. */
export function bootRing(): void {
  skbs = staticData(SKB_BYTES * RING);
  buffers = staticData(BUFFER_BYTES * RING, BUFFER_BYTES);
  inputRoute = staticData(256);
  outputRoute = staticData(256);
  device = staticData(1024);
  defaultMetrics = staticData(64);
  dstOps = staticData(128);
  synack = staticData(SKB_BYTES);
  fillSynack(synack, staticData(64));
  fillRoute(inputRoute, device);
  fillRoute(outputRoute, device);
  next = 0;
}

function put<T>(at: u32, value: T): void {
  poke<T>(at - PAGE_OFFSET, value);
}

/** Puts `arriving` into the next buffer of the ring; the struct sk_buff that describes it. */
export function takeSegment(): u32 {
  const skb = skbs + next * SKB_BYTES;
  const head = buffers + next * BUFFER_BYTES;
  next = (next + 1) & (RING - 1);

  const ip = head + HEADROOM;
  const th = ip + IP_HEADER;
  const now = peek<u32>(jiffies - PAGE_OFFSET);
  const flags = arriving.flags;
  const options: u32 = flags & (BARE | RST) ? 0 : flags & SYN ? 20 : 12;
  const length = IP_HEADER + TCP_HEADER + options + arriving.length;

  put<u8>(ip, 0x45);
  put<u8>(ip + 1, 0);
  put<u16>(ip + 2, bswap<u16>(<u16>length));
  put<u32>(ip + 4, 0x00400000); // id 0, do not fragment
  put<u8>(ip + 8, 64);
  put<u8>(ip + 9, IPPROTO_TCP);
  put<u16>(ip + 10, 0);
  put<u32>(ip + 12, bswap<u32>(arriving.saddr));
  put<u32>(ip + 16, bswap<u32>(arriving.daddr));

  put<u16>(th, bswap<u16>(<u16>arriving.sport));
  put<u16>(th + 2, bswap<u16>(<u16>arriving.dport));
  put<u32>(th + 4, bswap<u32>(arriving.seq));
  put<u32>(th + 8, bswap<u32>(arriving.ack));
  put<u8>(th + 12, <u8>(((TCP_HEADER + options) >> 2) << 4));
  put<u8>(th + 13, <u8>(flags & (FIN | SYN | RST | PSH | ACK | URG)));
  put<u16>(th + 14, bswap<u16>(5840));
  put<u32>(th + 16, 0);
  if (options == 20) {
    put<u32>(th + 20, 0xb4050402); // MSS 1460
    put<u32>(th + 24, 0x0a080204); // SACK permitted, timestamp
    put<u32>(th + 28, bswap<u32>(now + PEER_CLOCK));
    put<u32>(th + 32, 0);
    put<u32>(th + 36, 0x07030301); // NOP, window scale 7
  } else if (options == 12) {
    put<u32>(th + 20, 0x0a080101); // NOP, NOP, timestamp
    put<u32>(th + 24, bswap<u32>(now + PEER_CLOCK));
    put<u32>(th + 28, bswap<u32>(now));
  }
  deviceWrite(ip - PAGE_OFFSET, IP_HEADER + TCP_HEADER + options, lineBytes());

  memory.fill(ram + skb - PAGE_OFFSET, 0, SKB_BYTES);
  fillSkb(skb, head, ip, length, (flags & SYN) != 0);
  return skb;
}
