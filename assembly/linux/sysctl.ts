// kernel/sysctl.c, net/core/sysctl_net_core.c, net/ipv4/sysctl_net_ipv4.c: the settings that the subject reads. Set by
// the host, free of charge.
import { Sysctl, setValue } from "../abi";
import { peek, poke } from "../machine/ram";
import { EINVAL, ENOENT } from "./errno";
import { PAGE_OFFSET } from "./memory_map";
import {
  sysctl_local_port_range,
  sysctl_max_syn_backlog,
  sysctl_somaxconn,
  sysctl_tcp_abort_on_overflow,
  sysctl_tcp_synack_retries,
  sysctl_tcp_syncookies,
} from "./percpu";
import { LEAST_SOMAXCONN, SOMAXCONN_LEAST } from "./sysctl_defaults";
import { tcpSysctl } from "./tcp_sysctls";

/** Sets or reads a setting: 0 with the value in abi.ts; -ENOENT if this kernel has none such. */
export function sysctl(name: i32, value: i32, second: i32, set: bool): i32 {
  const at = addressOf(name);
  if (at == 0) return -ENOENT;
  const two = name == Sysctl.ip_local_port_range;
  if (set && name == Sysctl.somaxconn && value < SOMAXCONN_LEAST) return -EINVAL;
  if (set) {
    if (!allowed(name, value, second)) return -EINVAL;
    poke<i32>(at - PAGE_OFFSET, value);
    if (two) poke<i32>(at + 4 - PAGE_OFFSET, second);
  }
  setValue(peek<i32>(at - PAGE_OFFSET), two ? peek<i32>(at + 4 - PAGE_OFFSET) : 0);
  return 0;
}

/** proc_dointvec_minmax(): what a setting may be. */
function allowed(name: i32, value: i32, second: i32): bool {
  if (name == Sysctl.somaxconn) return value >= LEAST_SOMAXCONN;
  if (name == Sysctl.ip_local_port_range) return value >= 1 && value <= second && second <= 65535;
  return true;
}

function addressOf(name: i32): u32 {
  if (name == Sysctl.somaxconn) return sysctl_somaxconn;
  if (name == Sysctl.tcp_max_syn_backlog) return sysctl_max_syn_backlog;
  if (name == Sysctl.tcp_syncookies) return sysctl_tcp_syncookies;
  if (name == Sysctl.tcp_synack_retries) return sysctl_tcp_synack_retries;
  if (name == Sysctl.ip_local_port_range) return sysctl_local_port_range;
  if (name == Sysctl.tcp_abort_on_overflow) return sysctl_tcp_abort_on_overflow;
  return tcpSysctl(name);
}
