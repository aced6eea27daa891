// Where the fields of files_struct and file lie, in 2.6.20 and 3.6: facts/layouts.json.

export const FDT: u32 = 4; // offsetof(struct files_struct, fdt)
export const FDTAB: u32 = 8; // offsetof(struct files_struct, fdtab)
export const FD_ARRAY: u32 = 80; // offsetof(struct files_struct, fd_array)
export const F_OP: u32 = 16; // offsetof(struct file, f_op)
