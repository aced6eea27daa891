// mm/vmalloc.c of Linux 4.3: nothing of its own.
export * from "../linux/vmalloc";
export * from "./vmalloc_3_6";
export * from "./vmalloc_4x";
