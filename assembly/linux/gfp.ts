// include/linux/gfp.h: what an allocation may do. The values that 2.6.20, 3.6.5 and 4.3 share (GFP_ATOMIC and GFP_KERNEL:
// facts/layouts.json, constants).
export const __GFP_DMA: u32 = 0x01;
export const __GFP_HIGHMEM: u32 = 0x02;
export const __GFP_WAIT: u32 = 0x10;
export const __GFP_HIGH: u32 = 0x20;
export const __GFP_IO: u32 = 0x40;
export const __GFP_FS: u32 = 0x80;
export const __GFP_COLD: u32 = 0x100;
export const __GFP_NOWARN: u32 = 0x200;
export const __GFP_NORETRY: u32 = 0x1000;
export const __GFP_COMP: u32 = 0x4000;
export const __GFP_ZERO: u32 = 0x8000;

export const GFP_ATOMIC: u32 = __GFP_HIGH;
export const GFP_KERNEL: u32 = __GFP_WAIT | __GFP_IO | __GFP_FS;
