// include/net/inet_hashtables.h: how 2.6.20, 3.6.5 and 4.3 add an owner to a port.
import { hlist_add_head } from "./list";
import { inet_bind_bucket, tcp_sock } from "./structs";

/** Inlined. */
export function sk_add_bind_node(sk: tcp_sock, tb: inet_bind_bucket): void {
  hlist_add_head(changetype<usize>(sk.sk_bind_node), changetype<usize>(tb.owners));
}
