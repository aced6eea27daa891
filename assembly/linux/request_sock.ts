// net/core/request_sock.c: what 2.6.20 and 3.6.5 word alike.
import { exec, ld, st, turn } from "../machine/cpu";
import { trap } from "../machine/trap";
import { PAGE_SIZE } from "./memory_map";
import { reqsk_free, syn_table } from "./reqsk";
import { reqsk_queue_yank_listen_sk } from "./request_sock";
import { kfree } from "./slab";
import { listen_sock, request_sock_queue, tcp_request_sock } from "./structs";
import * as map from "./system_map";
import { vfree } from "./vmalloc";

/** Bytes of a table of `entries` chains. */
export function bytesOf(entries: u32): u32 {
  return <u32>listen_sock.SIZE + (entries << 2);
}

export function reqsk_queue_destroy(queue: request_sock_queue): void {
  exec(map.reqsk_queue_destroy);
  const at = reqsk_queue_yank_listen_sk(queue);
  const lopt = changetype<listen_sock>(at);
  const entries = lopt.nr_table_entries;
  if (lopt.qlen != 0) {
    for (let i: u32 = 0; turn(map.reqsk_queue_destroy_turn, i < entries); i++) {
      const head = syn_table(lopt, i);
      for (let req = ld<u32>(head, 0); turn(map.reqsk_queue_destroy_free, req != 0); req = ld<u32>(head, 0)) {
        const r = changetype<tcp_request_sock>(req);
        st<u32>(head, 0, r.dl_next);
        lopt.qlen = lopt.qlen - 1;
        reqsk_free(r);
      }
    }
  }
  if (lopt.qlen != 0) trap();
  if (bytesOf(entries) > PAGE_SIZE) vfree(at);
  else kfree(at);
}
