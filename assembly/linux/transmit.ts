// Telling the wire (../wire.ts) what was sent, with the addresses of whoever sent it. Free of charge.
import { cpu } from "../machine/cpu";
import { translate } from "../machine/mmu";
import { peek, poke } from "../machine/ram";
import { ACK, arriving, RST, SYN, transmit } from "../wire";
import { PAGE_OFFSET } from "./memory_map";
import { ofCpu } from "./percpu";
import { TCP_MIB_ACTIVERSTS, TCP_MIB_OUTSEGS, tcpField } from "./snmp";
import { DADDR, DPORT } from "./socket";
import { LOC_ADDR, NUM, RCV_SADDR, RMT_ADDR, RMT_PORT } from "./view_layout";

/** What tcp_transmit_skb() counts: its cost is in the caller's measured block. Field 0 is none. */
function count(field: u32): void {
  if (field == 0) return;
  const at = ofCpu(cpu.number, tcpField(field)) - PAGE_OFFSET;
  poke<u32>(at, peek<u32>(at) + 1);
}

/** A connection sends. */
export function transmitFrom(sk: usize, flags: u32, seq: u32, ack: u32, length: u32 = 0): void {
  count(TCP_MIB_OUTSEGS);
  if ((flags & RST) != 0) count(TCP_MIB_ACTIVERSTS);
  const at = translate(<u32>sk);
  transmit(
    bswap<u32>(peek<u32>(at + RCV_SADDR)),
    peek<u16>(at + NUM),
    bswap<u32>(peek<u32>(at + DADDR)),
    bswap<u16>(peek<u16>(at + DPORT)),
    flags,
    seq,
    ack,
    length,
  );
}

/** The host answers the segment that is being received. */
export function transmitReply(flags: u32, seq: u32, ack: u32): void {
  transmit(arriving.daddr, arriving.dport, arriving.saddr, arriving.sport, flags, seq, ack);
}

/** A listener answers a half-open request. */
export function transmitSynack(sk: usize, req: usize, seq: u32, ack: u32): void {
  const at = translate(<u32>req);
  transmit(
    bswap<u32>(peek<u32>(at + LOC_ADDR)),
    peek<u16>(translate(<u32>sk) + NUM),
    bswap<u32>(peek<u32>(at + RMT_ADDR)),
    bswap<u16>(peek<u16>(at + RMT_PORT)),
    SYN | ACK,
    seq,
    ack,
  );
}
