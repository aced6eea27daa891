// Where the fields of files lie that the structs do not name, in 4.3 and 4.14: facts/layouts.json.

export const FDT: u32 = 20; // offsetof(struct files_struct, fdt)
export const FDTAB: u32 = 24; // offsetof(struct files_struct, fdtab)
export const F_OP: u32 = 20; // offsetof(struct file, f_op)
export const F_LOCK: u32 = 24; // offsetof(struct file, f_lock)
export const F_OWNER: u32 = 72; // offsetof(struct file, f_owner)
export const F_TFILE_LLINK: u32 = 152; // offsetof(struct file, f_tfile_llink)
/** dentry.d_lockref: the lock comes first, then its count. */
export const D_LOCK: u32 = 72; // offsetof(struct dentry, d_lockref)
export const D_COUNT: u32 = 76; // offsetof(struct dentry, d_lockref.count)
/** dentry.d_child, by an offset because 3.6 has it in a union. */
export const D_CHILD: u32 = 104; // offsetof(struct dentry, d_child)
