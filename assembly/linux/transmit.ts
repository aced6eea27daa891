// Telling the wire (../wire.ts) what was sent, with the addresses of whoever sent it. Free of charge.
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { ACK, arriving, SYN, transmit } from "../wire";
import { DADDR, DPORT } from "./socket";
import { LOC_ADDR, NUM, RCV_SADDR, RMT_ADDR, RMT_PORT } from "./view_layout";

/** A connection sends. */
export function transmitFrom(sk: usize, flags: u32, seq: u32, ack: u32, length: u32 = 0): void {
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
