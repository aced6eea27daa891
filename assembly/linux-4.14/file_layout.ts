// Where the fields of files lie that the structs do not name, in Linux 4.14: facts/layouts.json.
export * from "./file_layout_4x";

export const FD_ARRAY: u32 = 84; // offsetof(struct files_struct, fd_array)
export const F_COUNT: u32 = 32; // offsetof(struct file, f_count)
export const F_POS_LOCK: u32 = 44; // offsetof(struct file, f_pos_lock)
export const I_BLOCKS: u32 = 88; // offsetof(struct inode, i_blocks)
export const I_DATA: u32 = 212; // offsetof(struct inode, i_data)
