// include/net/tcp_states.h: facts/layouts.json, constants.tcp_states.
export const TCP_ESTABLISHED: u8 = 1;
export const TCP_SYN_SENT: u8 = 2;
export const TCP_SYN_RECV: u8 = 3;
export const TCP_FIN_WAIT1: u8 = 4;
export const TCP_FIN_WAIT2: u8 = 5;
export const TCP_TIME_WAIT: u8 = 6;
export const TCP_CLOSE: u8 = 7;
export const TCP_CLOSE_WAIT: u8 = 8;
export const TCP_LAST_ACK: u8 = 9;
export const TCP_LISTEN: u8 = 10;
export const TCP_CLOSING: u8 = 11;
/** A half-open request (since 4.1). */
export const TCP_NEW_SYN_RECV: u8 = 12;
