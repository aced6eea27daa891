// How SLUB names the caches of kmalloc: "kmalloc-", then the size.
export const CLASS_PREFIX: usize = memory.data<u8>([107, 109, 97, 108, 108, 111, 99, 45, 0]);
