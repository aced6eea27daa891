// Which locks are held, for the audit (audit.ts). Free of charge: the locks' own words lie in emulated memory, but only
// the order of taking and releasing tells whose they are.

const ROOM: u32 = 64;
const locks: usize = memory.data(64 * 4, 16);
let count: u32 = 0;
/** A lock that was released without having been taken; 0: none was. */
let stray: u32 = 0;

export function bootHeld(): void {
  count = 0;
  stray = 0;
}

export function took(lock: u32): void {
  if (count < ROOM) store<u32>(locks + ((<usize>count) << 2), lock);
  count++;
}

/** The lock that was taken last is mostly the first to go. */
export function released(lock: u32): void {
  if (count > ROOM) {
    count--;
    return;
  }
  for (let i = count; i > 0; i--) {
    const at = locks + ((<usize>(i - 1)) << 2);
    if (load<u32>(at) != lock) continue;
    for (let next = at; next < locks + ((<usize>(count - 1)) << 2); next += 4) store<u32>(next, load<u32>(next, 4));
    count--;
    return;
  }
  stray = lock;
}

/** The locks that are held, one after the other; then one that was released without need; then 0. */
export function heldLock(index: u32): u32 {
  if (index < min(count, ROOM)) return load<u32>(locks + ((<usize>index) << 2));
  return index == min(count, ROOM) ? stray : 0;
}
