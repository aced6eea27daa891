// include/linux/slub_def.h: what moved in struct kmem_cache after 3.6.5 and 4.3.
export const KMEM_CACHE_SIZE: u32 = 116; // sizeof(struct kmem_cache)
export const KMEM_CACHE_NAME: u32 = 64; // offsetof(struct kmem_cache, name)
export const KMEM_CACHE_NODE: u32 = 112; // offsetof(struct kmem_cache, node)
