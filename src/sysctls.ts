/** The settings that the kernels read, by their /proc/sys names, in the order of assembly/abi.ts, Sysctl. */
export const sysctlNames = [
  "net.core.somaxconn",
  "net.ipv4.tcp_max_syn_backlog",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_synack_retries",
  "net.ipv4.tcp_abort_on_overflow",
  "net.ipv4.ip_nonlocal_bind",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syn_retries",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_tw_reuse",
  "net.ipv4.tcp_tw_recycle",
  "net.ipv4.tcp_timestamps",
  "net.ipv4.tcp_max_orphans",
  "net.ipv4.tcp_max_tw_buckets",
  "net.ipv4.tcp_rfc1337",
  "net.ipv4.tcp_invalid_ratelimit",
  "net.ipv4.tcp_retries1",
  "net.ipv4.tcp_retries2",
] as const;

/** The setting that has two values, the first and the last port. */
export const PORT_RANGE = "net.ipv4.ip_local_port_range";

/** A setting's value; PORT_RANGE has two. */
export type SysctlValue = number | readonly [first: number, last: number];

/** Its place in the table; -1: there is none such. */
export function sysctlIndex(name: string): number {
  return (sysctlNames as readonly string[]).indexOf(name);
}

/** What is wrong with a value of a setting, "problem; fix"; undefined: nothing. */
export function sysctlFault(name: string, value: SysctlValue): string | undefined {
  const values = typeof value === "number" ? [value] : value;
  if (name === PORT_RANGE && values.length !== 2) return "has two values; give the first and the last port";
  if (name !== PORT_RANGE && values.length !== 1) return "has one value; give one";
  const whole = values.every((one) => Number.isInteger(one) && one >= 0 && one <= 0x7fffffff);
  return whole ? undefined : "not a whole number from 0 to 2147483647; give one";
}
