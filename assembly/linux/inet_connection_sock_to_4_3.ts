// net/ipv4/inet_connection_sock.c: what 3.6.5 and 4.3 word alike: ports, listening.
import { exec, ld, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { EADDRINUSE } from "./errno";
import { BUCKET_NODE, foundPort, inet_csk_delack_init, inet_csk_get_port } from "./inet_connection_sock";
import { inet_bind_hash, inet_hash } from "./inet_hashtables";
import { __reqsk_queue_destroy, reqsk_queue_alloc } from "./request_sock";
import { LINUX_MIB_TCPTIMEOUTS, NET_INC_STATS_BH } from "./snmp";
import { sk_dst_reset } from "./sock";
import { inet_bind_bucket, proto, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN } from "./tcp_states";

/** The bucket of a port in a chain, 0 if there is none. */
export function bucketOf(first: u32, port: u32): u32 {
  for (let node = first; turn(map.inet_csk_get_port_turn, node != 0); node = ld<u32>(node, 0)) {
    const tb = changetype<inet_bind_bucket>(node - BUCKET_NODE);
    if (tb.port == port) return node - BUCKET_NODE;
  }
  return 0;
}

export function inBucket(sk: tcp_sock, tb: inet_bind_bucket): i32 {
  if (sk.icsk_bind_hash == 0) inet_bind_hash(sk, tb, foundPort);
  if (sk.icsk_bind_hash != <u32>changetype<usize>(tb)) trap();
  return 0;
}

export function inet_csk_listen_start(sk: tcp_sock, nr_table_entries: u32): i32 {
  exec(map.inet_csk_listen_start);
  const rc = reqsk_queue_alloc(sk.icsk_accept_queue, nr_table_entries);
  if (rc != 0) return rc;

  sk.sk_max_ack_backlog = 0;
  sk.sk_ack_backlog = 0;
  inet_csk_delack_init(sk);

  // Announced before the port is sure: harmless, the socket is in no table yet, and get_port() must see a listener.
  sk.sk_state = TCP_LISTEN;
  changetype<proto>(sk.sk_prot).get_port;
  if (inet_csk_get_port(sk, sk.inet_num) == 0) {
    sk.inet_sport = bswap<u16>(sk.inet_num);
    sk_dst_reset(sk);
    changetype<proto>(sk.sk_prot).hash;
    inet_hash(sk);
    return 0;
  }
  sk.sk_state = TCP_CLOSE;
  __reqsk_queue_destroy(sk.icsk_accept_queue);
  return -EADDRINUSE;
}

/** net/ipv4/tcp_timer.c. */
export function tcp_syn_ack_timeout(): void {
  exec(map.tcp_syn_ack_timeout);
  NET_INC_STATS_BH(LINUX_MIB_TCPTIMEOUTS);
}
