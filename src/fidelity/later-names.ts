// What kernels after 3.6 have beneath the measured blocks under names that 3.6's traces do not know: who calls whom in
// the sources of 4.3 and 4.14 (net/ipv4/ip_output.c, route.c, tcp_output.c, tcp_metrics.c, tcp_cubic.c,
// net/core/dev.c, skbuff.c, neighbour.c, secure_seq.c, drivers/char/random.c, lib/siphash.c, chacha20.c).

export const BENEATH: readonly (readonly [block: string, beneath: readonly string[]])[] = [
  [
    "ip_build_and_send_pkt",
    [
      ...["ip_local_out", "ip_local_out_sk", "__ip_local_out", "__ip_local_out_sk", "ip_output", "ip_finish_output"],
      ...["ip_finish_output2", "ip_skb_dst_mtu", "__ip_select_ident", "ip_idents_reserve", "neigh_direct_output"],
      ...["dev_queue_xmit", "dev_queue_xmit_sk", "__dev_queue_xmit", "netdev_pick_tx", "validate_xmit_skb"],
      ...["validate_xmit_skb_list", "netif_skb_features", "passthru_features_check", "skb_network_protocol"],
      ...["dev_hard_start_xmit", "loopback_xmit", "eth_type_trans", "netif_rx", "netif_rx_internal"],
      ...["enqueue_to_backlog", "__raise_softirq_irqoff"],
    ],
  ],
  [
    "ip_route_output_flow",
    [
      ...["__ip_route_output_key", "__ip_route_output_key_hash", "ip_route_output_key_hash"],
      ...["ip_route_output_key_hash_rcu", "__ip_dev_find", "fib_table_lookup", "fib_select_path", "fib_select_default"],
      ...[
        "find_exception",
        "rt_cache_valid",
        "rt_set_nexthop",
        "rt_cache_route",
        "rt_dst_alloc",
        "dst_alloc",
        "dst_init",
      ],
    ],
  ],
  [
    "tcp_make_synack",
    [
      ...[
        "__alloc_skb",
        "__kmalloc_reserve",
        "__kmalloc_track_caller",
        "__build_skb",
        "sock_wmalloc",
        "skb_set_owner_w",
      ],
      ...["tcp_synack_options", "tcp_options_write"],
    ],
  ],
  [
    "secure_tcp_sequence_number",
    [
      ...["md5_transform", "net_secret_init", "seq_scale", "ktime_get_with_offset", "secure_tcp_seq"],
      ...["secure_tcp_seq_and_tsoff", "siphash_3u32", "siphash_4u32"],
    ],
  ],
  [
    "get_random_bytes",
    [
      ...["extract_entropy", "extract_buf", "sha_transform", "sha_init", "_mix_pool_bytes", "__mix_pool_bytes"],
      ...["mix_pool_bytes", "account", "xfer_secondary_pool", "_xfer_secondary_pool", "credit_entropy_bits"],
      ...["_get_random_bytes", "extract_crng", "_extract_crng", "crng_reseed", "chacha20_block"],
      ...["crng_backtrack_protect", "_crng_backtrack_protect"],
    ],
  ],
  ["tcp_init_metrics", ["tcp_get_metrics", "__tcp_get_metrics", "tcpm_check_stamp", "tcp_init_cwnd"]],
  ["bictcp_init", ["bictcp_reset", "bictcp_hystart_reset"]],
  ["skb_release_data", ["skb_free_head"]],
  ["__kfree_skb", ["skb_release_all", "kfree_skbmem"]],
];
