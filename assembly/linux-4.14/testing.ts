// Entry for test/linux/slab.test.ts: the allocators of Linux 4.14 alone.

export * from "../linux/testing";
export { accountsOf } from "../machine/ledger";
export { profileAddress } from "../machine/profile";
export * from "./testing_3_6";
export { clock, describeMemory, describeSlab, describeVmalloc, freePages, kfree, ksize, sizeClassOf, translate, vfree };

import { clock } from "../machine/cpu";
import { translate } from "../machine/mmu";
import { freePages } from "./page_alloc";
import { kfree, ksize } from "./slab";
import { describeMemory, describeSlab, describeVmalloc, sizeClassOf } from "./view_slab";
import { vfree } from "./vmalloc";
