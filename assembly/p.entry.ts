export { tcp_v4_hash, bootHashTables as b1 } from "./linux-2.6.20/inet_hashtables";
export { inet_hash, bootHashTables } from "./linux-3.6/inet_hashtables";
