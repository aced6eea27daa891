// Where the fields of files lie that the structs do not name, in Linux 2.6.20: facts/layouts.json.
export * from "./file_layout_to_3_6";

export const F_VFSMNT: u32 = 8; // offsetof(struct file, f_path.mnt)
export const F_COUNT: u32 = 20; // offsetof(struct file, f_count)
export const F_POS: u32 = 32; // offsetof(struct file, f_pos)
export const F_OWNER: u32 = 40; // offsetof(struct file, f_owner)
export const F_EP_LOCK: u32 = 128; // offsetof(struct file, f_ep_lock)
export const D_LOCK: u32 = 8; // offsetof(struct dentry, d_lock)
export const D_HASH: u32 = 16; // offsetof(struct dentry, d_hash)
export const D_NAME: u32 = 28; // offsetof(struct dentry, d_name)
export const D_LRU: u32 = 40; // offsetof(struct dentry, d_lru)
export const D_SUBDIRS: u32 = 56; // offsetof(struct dentry, d_subdirs)
export const D_SB: u32 = 80; // offsetof(struct dentry, d_sb)
export const D_INAME: u32 = 92; // offsetof(struct dentry, d_iname)
export const I_SIZE: u32 = 60; // offsetof(struct inode, i_size)
export const I_DATA: u32 = 164; // offsetof(struct inode, i_data)
