// mm/slub.c is the allocator of this kernel.
export * from "../linux/slub";
