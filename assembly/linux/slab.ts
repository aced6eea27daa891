// mm/slub.c is the allocator from 2.6.23 on.
export * from "./slub";
