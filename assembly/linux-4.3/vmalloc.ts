// mm/vmalloc.c of Linux 4.3: nothing of its own.
export * from "./vmalloc_4x";
