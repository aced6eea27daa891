// net/core/net_namespace.c, include/net/net_namespace.h, include/net/sock.h of 3.6, 4.3 and 4.14: the one namespace,
// init_net.
import { poke } from "../machine/ram";
import { L1_CACHE_BYTES } from "./config";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { NET, NET_CORE_SOMAXCONN, NET_MIB_NET_STATISTICS } from "./net_namespace";
import { MIB, ofCpu, placeSomaxconn } from "./percpu";

/**
 * The kernels that were traced have no namespaces, so the code that runs here is compiled without them, too: init_net
 * is a constant, nothing counts references to it, and no socket, request or bucket is asked for its own. The layouts
 * have the fields all the same (CONFIG_NET_NS=y): nobody reads them.
 */
export let init_net: u32 = 0;

/**
 * Free of charge. init_net lies at a multiple of 32 cache lines, so that net_hash_mix() is 0 modulo 32 and a port's
 * listening bucket is port & 31, as in a kernel without namespaces; elsewhere all buckets would be turned by some number.
 * Per-CPU pointers hold the address of CPU 0's copy, as an offset from its area would.
 */
export function bootNet(): void {
  init_net = staticData(NET, 32 * L1_CACHE_BYTES);
  placeSomaxconn(init_net + NET_CORE_SOMAXCONN);
  poke<u32>(init_net + NET_MIB_NET_STATISTICS - PAGE_OFFSET, ofCpu(0, MIB));
}

/** What the namespace adds to a hash: its address in cache lines. */
export function net_hash_mix(net: u32): u32 {
  return net / L1_CACHE_BYTES;
}
