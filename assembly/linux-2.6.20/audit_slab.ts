// The audit of a SLAB cache of Linux 2.6.20: each slab is on the list where its number of objects in use belongs, its free
// objects are in its chain, and the arrays hold no more than they may. Free of charge.
import { cpuCount } from "../machine/cpu_state";
import { fault } from "./audit";
import { arrayAt, cachePerSlab } from "./slab";
import { word } from "./view_memory";

const NODELISTS: u32 = 52; // offsetof(struct kmem_cache, nodelists)
const FREE_OBJECTS: u32 = 24; // offsetof(struct kmem_list3, free_objects)
const SLABS_FULL: u32 = 8; // offsetof(struct kmem_list3, slabs_full)
const SLABS_FREE: u32 = 16; // offsetof(struct kmem_list3, slabs_free)
const SHARED: u32 = 40; // offsetof(struct kmem_list3, shared)
const INUSE: u32 = 16; // offsetof(struct slab, inuse)
const FREE: u32 = 20; // offsetof(struct slab, free)
const SLAB: u32 = 28; // sizeof(struct slab)
const BUFCTL_END: u32 = 0xffffffff;

export function auditCache(cache: u32): void {
  const l3 = word(cache + NODELISTS);
  const num = cachePerSlab(cache);
  let free: u32 = 0;
  for (let list: u32 = 0; list <= SLABS_FREE; list += 8) {
    for (let slab = word(l3 + list); slab != l3 + list; slab = word(slab)) {
      if (word(word(slab + 4)) != slab) fault(slab);
      const inuse = word(slab + INUSE);
      const belongs: u32 = inuse == 0 ? SLABS_FREE : inuse == num ? SLABS_FULL : 0;
      if (belongs != list || inuse + chainLength(slab, num) != num) fault(slab);
      free += num - inuse;
    }
  }
  if (free != word(l3 + FREE_OBJECTS)) fault(l3);
  for (let cpu: u32 = 0; cpu < cpuCount; cpu++) auditArray(word(cache + arrayAt(cpu)));
  if (word(l3 + SHARED) != 0) auditArray(word(l3 + SHARED));
}

function chainLength(slab: u32, num: u32): u32 {
  let length: u32 = 0;
  for (let index = word(slab + FREE); index != BUFCTL_END; index = word(slab + SLAB + index * 4)) {
    if (index >= num || ++length > num) return u32.MAX_VALUE;
  }
  return length;
}

/** struct array_cache: avail, limit. */
function auditArray(array: u32): void {
  if (word(array) > word(array + 4)) fault(array);
}
