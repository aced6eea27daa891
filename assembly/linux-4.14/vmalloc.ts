// mm/vmalloc.c of Linux 4.14: nothing of its own.
export * from "./vmalloc_4x";
