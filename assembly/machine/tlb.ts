// One translation look-aside buffer: set-associative, true LRU.
//
// An entry is 32 bytes: { page | valid (| large), stamp of the last use, physical page, unused,
//                         filter lines that came through this entry: one bit per group of slots (u64), unused }.

import { renormaliseStamps } from "./cache";
import { Figure, profileMember } from "./profile";
import { layOut } from "./ram";

export const ENTRY_STAMP: usize = 4;
export const ENTRY_FRAME: usize = 8;
export const ENTRY_LINES: usize = 16;
const ENTRY_SIZE: usize = 32;

const VALID: u32 = 1;
const IS_LARGE: u32 = 2;

/** The tag of a page: its virtual address, its size and that it is there. */
export function tagOf(address: u32, pageShift: u32): u32 {
  return (address & (u32.MAX_VALUE << pageShift)) | VALID | (pageShift == 22 ? IS_LARGE : 0);
}

/** log2 of the page size that a tag stands for; 0 for an empty entry. */
export function shiftOfTag(tag: u32): u32 {
  return tag & VALID ? (tag & IS_LARGE ? 22 : 12) : 0;
}

/** So many ways are all looked at; of more (p4-northwood's 64), only those up to the one that is sought. */
const FEW: u32 = 8;

function search(tag: u32, first: usize, end: usize): usize {
  for (let entry = first; entry < end; entry += ENTRY_SIZE) if (load<u32>(entry) == tag) return entry;
  return 0;
}

@unmanaged
export class Tlb {
  sets: usize = 0;
  setMask: u32 = 0;
  setBytes: u32 = 0;
  misses: u64 = 0;

  /** The entry with `tag` (tagOf) or 0; `pageShift` is 12 or 22. */
  find(tag: u32, pageShift: u32): usize {
    let entry = this.sets + <usize>((tag >> pageShift) & this.setMask) * this.setBytes;
    const end = entry + this.setBytes;
    if (this.setBytes > FEW * <u32>ENTRY_SIZE) return search(tag, entry, end);
    let found: usize = 0;
    do {
      // Without a branch: which way it is cannot be predicted (a real program's data: 155 -> 166 M accesses/s).
      found = select(entry, found, load<u32>(entry) == tag);
      entry += ENTRY_SIZE;
    } while (entry < end);
    return found;
  }

  /** The entry that `tag` will take: an empty one, or the least recently used. */
  victim(tag: u32, pageShift: u32): usize {
    let entry = this.sets + <usize>((tag >> pageShift) & this.setMask) * this.setBytes;
    const end = entry + this.setBytes;
    let oldest = entry;
    let least = load<u32>(entry, ENTRY_STAMP);
    for (entry += ENTRY_SIZE; entry < end; entry += ENTRY_SIZE) {
      const used = load<u32>(entry, ENTRY_STAMP);
      oldest = select(entry, oldest, used < least);
      least = min(used, least);
    }
    return oldest;
  }

  /** Makes all stamps small once their counter nears its end. */
  renormalise(): void {
    for (let set: u32 = 0; set <= this.setMask; set++) {
      const first = this.sets + <usize>set * this.setBytes;
      renormaliseStamps(first + ENTRY_STAMP, this.setBytes / <u32>ENTRY_SIZE, ENTRY_SIZE);
    }
  }
}

/** Lays out a TLB as the profile's group `figure` says, or returns null when the machine has none of that kind. */
export function layOutTlb(figure: Figure): Tlb | null {
  const entries = profileMember(figure, 0);
  if (entries == 0) return null;
  const ways = profileMember(figure, 1);
  const tlb = changetype<Tlb>(layOut(offsetof<Tlb>()));
  tlb.setMask = entries / ways - 1;
  tlb.setBytes = ways * <u32>ENTRY_SIZE;
  tlb.sets = layOut(<usize>entries * ENTRY_SIZE);
  return tlb;
}
