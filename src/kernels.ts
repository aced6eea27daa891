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
  /** Bytes of the largest of them, where more comes from the page allocator (SLUB). */
  readonly largestClass?: number;
  /** Its measured blocks are counts of this kernel itself; otherwise they are estimates from those that have some. */
  readonly traced?: boolean;
  /** CPUs that it can use; absent: all. */
  readonly mostCpus?: number;
  /** Takes IPv6 segments. */
  readonly ipv6?: boolean;
}

export const kernels: readonly Kernel[] = [
  {
    name: "1.2",
    release: "1.2.13",
    year: 1995,
    classes: "kmalloc",
    mostCpus: 1,
    about: "one queue for half-open and established, all sockets in sock_array[256], cli and sti, backlog at most 5",
    sysenter: false,
  },
  {
    name: "2.6.20",
    release: "2.6.20",
    year: 2007,
    classes: "size",
    traced: true,
    about: "one rwlock over 32 listening buckets, SLAB, SYN table by kzalloc or __vmalloc, cookies off",
    sysenter: true,
    ipv6: true,
  },
  {
    name: "3.6",
    release: "3.6.5",
    year: 2012,
    classes: "kmalloc",
    largestClass: 8192,
    traced: true,
    about: "a spinlock and an RCU list per bucket, namespaces, SLUB, SYN table by kzalloc or vzalloc, cookies on",
    sysenter: true,
    ipv6: true,
  },
  {
    name: "4.3",
    release: "4.3",
    year: 2015,
    classes: "kmalloc",
    largestClass: 8192,
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
    largestClass: 8192,
    about: "half-open requests among the connections, a listener without lock or SYN table, groups of SO_REUSEPORT",
    sysenter: true,
    ipv6: true,
  },
];

/** CPUs that a kernel runs on where so many are asked for. */
export function cpusOf(kernel: string, cpus: number): number {
  return Math.min(cpus, kernels.find(({ name }) => name === kernel)?.mostCpus ?? cpus);
}

/** What is wrong with so many CPUs for this kernel alone, "problem; fix"; undefined: nothing. */
export function cpusFault(kernel: string, cpus: number): string | undefined {
  const most = cpusOf(kernel, cpus);
  return most === cpus ? undefined : `Linux ${kernel} runs on one CPU; give cpus ${most}`;
}

/** Which of several kernels use fewer CPUs than are asked for; "": none. */
export function cpusNote(names: readonly string[], cpus: number): string {
  const fewer = names.filter((name) => cpusOf(name, cpus) < cpus);
  return fewer.length === 0 ? "" : `Linux ${fewer.join(", ")} runs on one CPU`;
}
