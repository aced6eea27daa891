// How Linux 2.6.20 names the caches of kmalloc: "size-", then the size.
export const CLASS_PREFIX: usize = memory.data<u8>([115, 105, 122, 101, 45, 0]);
