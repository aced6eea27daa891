// mm/page_alloc.c of Linux 4.3: nothing of its own.
export * from "../linux/page_alloc";
export * from "./compound";
export * from "./page_alloc_3_6";
