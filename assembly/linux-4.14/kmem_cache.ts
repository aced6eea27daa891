// include/linux/slub_def.h of Linux 4.14.
export const KMEM_CACHE_SIZE: u32 = 136; // sizeof(struct kmem_cache)
export const KMEM_CACHE_NAME: u32 = 68; // offsetof(struct kmem_cache, name)
export const KMEM_CACHE_NODE: u32 = 132; // offsetof(struct kmem_cache, node)
