// include/net/tcp.h of Linux 4.3: the times that the two kernels set differently.
import { HZ } from "./config";

/** How long the first SYN or SYN-ACK is waited for. */
export const TCP_TIMEOUT_INIT: u32 = HZ;
