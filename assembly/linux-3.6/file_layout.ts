// Where the fields of files lie that the structs do not name, in Linux 3.6.5: facts/layouts.json.
export * from "./file_layout_to_3_6";

export const F_LOCK: u32 = 20; // offsetof(struct file, f_lock)
export const F_COUNT: u32 = 28; // offsetof(struct file, f_count)
export const F_POS: u32 = 40; // offsetof(struct file, f_pos)
export const F_OWNER: u32 = 48; // offsetof(struct file, f_owner)
export const F_TFILE_LLINK: u32 = 124; // offsetof(struct file, f_tfile_llink)
/** dentry.d_count, dentry.d_lock and dentry.d_u_d_child: what 4.x has in a lockref, and in no union. */
export const D_COUNT: u32 = 72; // offsetof(struct dentry, d_count)
export const D_LOCK: u32 = 76; // offsetof(struct dentry, d_lock)
export const D_CHILD: u32 = 104; // offsetof(struct dentry, d_u.d_child)
export const I_BLOCKS: u32 = 80; // offsetof(struct inode, i_blocks)
export const I_DATA: u32 = 188; // offsetof(struct inode, i_data)
