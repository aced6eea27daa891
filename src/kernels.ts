/** A generation of the kernel, in the order of the module's list (assembly/index.ts). */
export interface Kernel {
  /** As --kernel takes it. */
  readonly name: string;
  readonly release: string;
  readonly year: number;
  /** What is particular here, in a line. */
  readonly about: string;
  /** Knows the sysenter entry (2.5.53 and later). */
  readonly sysenter: boolean;
  /** What it calls its kmalloc caches: this, a dash and the bytes. */
  readonly classes: string;
  /** Takes IPv6 segments. */
  readonly ipv6?: boolean;
}

export const kernels: readonly Kernel[] = [
  {
    name: "1.2",
    release: "1.2.13",
    year: 1995,
    classes: "kmalloc",
    about: "one queue for half-open and established, all sockets in sock_array[256], cli and sti, backlog at most 5",
    sysenter: false,
  },
  {
    name: "2.6.20",
    release: "2.6.20",
    year: 2007,
    classes: "size",
    about: "one rwlock over 32 listening buckets, SLAB, SYN table by kzalloc or __vmalloc, cookies off",
    sysenter: true,
    ipv6: true,
  },
  {
    name: "3.6",
    release: "3.6.5",
    year: 2012,
    classes: "kmalloc",
    about: "a spinlock and an RCU list per bucket, namespaces, SLUB, SYN table by kzalloc or vzalloc, cookies on",
    sysenter: true,
    ipv6: true,
  },
  {
    name: "4.3",
    release: "4.3",
    year: 2015,
    classes: "kmalloc",
    about:
      "queued locks, a timer for each request, SYN table by kzalloc up to 32 KiB, SO_REUSEPORT by walking the bucket",
    sysenter: true,
    ipv6: true,
  },
  {
    name: "4.14",
    release: "4.14",
    year: 2017,
    classes: "kmalloc",
    about: "half-open requests among the connections, a listener without lock or SYN table, groups of SO_REUSEPORT",
    sysenter: true,
    ipv6: true,
  },
];
