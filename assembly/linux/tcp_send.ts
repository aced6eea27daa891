// net/ipv4/tcp.c and tcp_output.c: sending, as 2.6.20 to 4.14 word it alike. Data has a length and no contents, and no
// buffers: it lies between snd_nxt and write_seq until windows let it go. Left out: TCP_CORK, urgent data, autocorking,
// and what buffers cost (sk_wmem_queued): the send buffer is full when sk_sndbuf bytes are unacknowledged.
import { exec, measured } from "../machine/cpu";
import { ACK, FIN, PSH } from "../wire";
import { EAGAIN, EPIPE } from "./errno";
import { nonagle } from "./fields";
import { lock_sock, now, release_sock } from "./sock";
import { sock_error, TCP_NAGLE_OFF } from "./sockopt";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { finQueued, startRetransmitTimer } from "./tcp_retransmit";
import { TCP_CLOSE, TCP_CLOSE_WAIT, TCP_ESTABLISHED, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";
import { transmitFrom } from "./transmit";

const SEND_SHUTDOWN: u8 = 2;

/** Sends `size` bytes, or as many as there is room for; never waits. */
export function tcp_sendmsg(sk: tcp_sock, size: i32): i32 {
  exec(map.tcp_sendmsg);
  lock_sock(sk);
  const result = sendOwned(sk, size);
  release_sock(sk);
  return result;
}

function sendOwned(sk: tcp_sock, size: i32): i32 {
  const state = sk.sk_state;
  if (state != TCP_ESTABLISHED && state != TCP_CLOSE_WAIT) {
    const error = sk_stream_wait_connect(sk);
    return error == -EPIPE ? sk_stream_error(sk) : error;
  }
  if (sk.sk_err != 0 || (sk.sk_shutdown_bits & SEND_SHUTDOWN) != 0) return sk_stream_error(sk);
  const room = sk.sk_sndbuf - <i32>(sk.write_seq - sk.snd_una);
  if (size > 0 && room <= 0) return -EAGAIN;
  const copied = min(size, room);
  if (copied > 0) {
    measured(map.copy_from_user);
    sk.write_seq = sk.write_seq + copied;
    tcp_write_xmit(sk);
  }
  return copied;
}

/** net/core/stream.c: nobody waits here. */
function sk_stream_wait_connect(sk: tcp_sock): i32 {
  exec(map.sk_stream_wait_connect);
  const error = sock_error(sk);
  if (error != 0) return error;
  const state = sk.sk_state;
  return state == TCP_SYN_SENT || state == TCP_SYN_RECV ? -EAGAIN : -EPIPE;
}

/** Inlined: the error that was reported, or that there is nobody to send to. */
function sk_stream_error(sk: tcp_sock): i32 {
  const error = sock_error(sk);
  return error != 0 ? error : -EPIPE;
}

/** sk_send_head: whether there is anything that never was sent. */
export function tcp_send_head(sk: tcp_sock): bool {
  const state = sk.sk_state;
  if (state == TCP_CLOSE || state == TCP_LISTEN || state == TCP_SYN_SENT || state == TCP_SYN_RECV) return false;
  return sk.write_seq != sk.snd_nxt;
}

/** Sends what the windows of peer and network let go. */
export function tcp_write_xmit(sk: tcp_sock): void {
  exec(map.tcp_write_xmit);
  const end = sk.write_seq;
  const fin = finQueued(sk.sk_state);
  const window = sk.snd_una + sk.snd_wnd;
  const mss = max<u32>(sk.mss_cache, 1);
  let nxt = sk.snd_nxt;
  let packets = sk.packets_out;
  const before = packets;
  while (nxt != end) {
    const data = min<u32>(end - nxt - (fin ? 1 : 0), mss);
    const last = nxt + data + (fin ? 1 : 0) == end;
    if (packets >= sk.snd_cwnd) break;
    if (<i32>(window - (nxt + data)) < 0) break;
    // Nagle: a short segment waits for what is in flight.
    if (data < mss && !fin && packets != 0 && (nonagle(sk) & TCP_NAGLE_OFF) == 0) break;
    measured(map.tcp_transmit_skb);
    const flags = last && fin ? FIN | ACK : last ? PSH | ACK : ACK;
    transmitFrom(changetype<usize>(sk), flags, nxt, sk.rcv_nxt, data);
    nxt += data + (last && fin ? 1 : 0);
    packets++;
  }
  if (packets == before) return;
  sk.snd_nxt = nxt;
  sk.packets_out = packets;
  sk.lsndtime = now();
  if (before == 0) startRetransmitTimer(sk, sk.icsk_rto);
}

/** tcp_data_snd_check(): the windows may have opened. Inlined. */
export function tcp_data_snd_check(sk: tcp_sock): void {
  if (tcp_send_head(sk)) tcp_write_xmit(sk);
}
