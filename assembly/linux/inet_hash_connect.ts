// net/ipv4/inet_hashtables.c: the local port of a socket that connects, as 2.6.20 to 4.3 word it alike: the first port from
// a start that is a secret of the two addresses, of which no bind() has and no connection is the same.
import { Sysctl } from "../abi";
import { exec, measured, turn } from "../machine/cpu";
import { random } from "../random";
import { HZ } from "./config";
import { inet_twsk_deschedule, timewaitAge } from "./death_row";
import { EADDRNOTAVAIL } from "./errno";
import { inet_daddr, inet_dport, inet_num, inet_rcv_saddr, set_inet_sport } from "./fields";
import { bhash_bucket_of, inet_bind_hash } from "./inet_hashtables";
import { inet_twsk_put } from "./inet_timewait_sock";
import { read, sysctl_local_port_range } from "./percpu";
import { connectBucket, hashConnecting, occupant, ofBind, portBucket } from "./ports";
import { sock_put } from "./sock";
import { local_bh_disable, local_bh_enable, spin_lock, spin_unlock } from "./spinlock";
import { hlist_node, inet_bind_bucket, tcp_sock, tcp_timewait_sock } from "./structs";
import * as map from "./system_map";
import { TCP_TIME_WAIT } from "./tcp_states";
import { variableOf } from "./tcp_sysctls";

/** Gives `sk` a port if it has none, and puts it into the table of connections. */
export function inet_hash_connect(sk: tcp_sock): i32 {
  exec(map.inet_hash_connect);
  return inet_num(sk) == 0 ? chosenPort(sk) : boundPort(sk);
}

function chosenPort(sk: tcp_sock): i32 {
  measured(map.secure_ipv4_port_ephemeral);
  const low = read(sysctl_local_port_range);
  const remaining = read(sysctl_local_port_range + 4) - low + 1;
  const offset = random();
  local_bh_disable();
  let result = -EADDRNOTAVAIL;
  for (let i = 1; turn(map.inet_hash_connect_turn, i <= remaining); i++) {
    const port = low + <i32>((<u32>i + offset) % <u32>remaining);
    const head = bhash_bucket_of(port);
    spin_lock(head);
    const tb = freeBucket(sk, head, port);
    if (tb == 0) {
      spin_unlock(head);
      continue;
    }
    inet_bind_hash(sk, changetype<inet_bind_bucket>(tb), port);
    set_inet_sport(sk, bswap<u16>(<u16>port));
    hashConnecting(sk);
    spin_unlock(head);
    dropRecycled();
    result = 0;
    break;
  }
  local_bh_enable();
  return result;
}

/** The bucket by which `sk` may have a port; 0: not this one. Its chain is locked. */
function freeBucket(sk: tcp_sock, head: u32, port: u32): u32 {
  const tb = portBucket(head, port);
  if (tb == 0) return connectBucket(head, port);
  if (ofBind(changetype<inet_bind_bucket>(tb))) return 0;
  return __inet_check_established(sk, port) ? tb : 0;
}

/** The port that bind() gave: nothing to look for if it is nobody else's. */
function boundPort(sk: tcp_sock): i32 {
  const port = inet_num(sk);
  const head = bhash_bucket_of(port);
  local_bh_disable();
  spin_lock(head);
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  const own = changetype<usize>(sk.sk_bind_node);
  const alone = tb.owners.first == own && changetype<hlist_node>(own).next == 0;
  const fine = alone || __inet_check_established(sk, port);
  if (fine) hashConnecting(sk);
  spin_unlock(head);
  dropRecycled();
  local_bh_enable();
  return fine ? 0 : -EADDRNOTAVAIL;
}

/** Whether no other connection has both these ends; one in TIME_WAIT for a second may make room (tcp_tw_reuse). */
function __inet_check_established(sk: tcp_sock, lport: u32): bool {
  exec(map.__inet_check_established);
  const at = occupant(inet_rcv_saddr(sk), <u16>lport, inet_daddr(sk), <u16>inet_dport(sk), sk.sk_bound_dev_if);
  if (at == 0) return true;
  if (changetype<tcp_sock>(at).sk_state != TCP_TIME_WAIT) {
    sock_put(changetype<tcp_sock>(at));
    return false;
  }
  const tw = changetype<tcp_timewait_sock>(at);
  if (twsk_unique(sk, tw)) {
    recycled = at;
    return true;
  }
  inet_twsk_put(tw);
  return false;
}

/** The TIME_WAIT socket that makes room, held; 0: none. */
let recycled: u32 = 0;

/** It goes when its port's lock is free again. */
function dropRecycled(): void {
  if (recycled == 0) return;
  const tw = changetype<tcp_timewait_sock>(recycled);
  recycled = 0;
  inet_twsk_deschedule(tw);
  inet_twsk_put(tw);
}

/** tcp_twsk_unique(), inlined. */
function twsk_unique(sk: tcp_sock, tw: tcp_timewait_sock): bool {
  if (tw.tw_ts_recent_stamp == 0 || read(variableOf(Sysctl.tcp_tw_reuse)) == 0) return false;
  if (timewaitAge(tw) <= HZ) return false;
  sk.write_seq = tw.tw_snd_nxt + 65535 + 2;
  sk.rx_opt.ts_recent = tw.tw_ts_recent;
  sk.rx_opt.ts_recent_stamp = tw.tw_ts_recent_stamp;
  return true;
}
