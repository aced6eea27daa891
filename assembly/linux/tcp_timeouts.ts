// include/net/tcp.h: timeouts from 3.6.5 on; 2.6.20 has its own.
import { HZ } from "./config";

/** How long the first SYN or SYN-ACK is waited for. */
export const TCP_TIMEOUT_INIT: u32 = HZ;
