// include/linux/capability.h: who makes the system calls. User 0 has every capability, others none.

let euid: i32 = 0;

/** A new host: the superuser. */
export function bootCredentials(): void {
  euid = 0;
}

/** The ops table's `setuid`: who makes the calls that follow. Free of charge. */
export function setuid(uid: i32): void {
  euid = uid;
}

/** current_euid(): of whom a socket is. */
export function currentUser(): i32 {
  return euid;
}

/** capable(), inlined: whether the caller may do what only the superuser may. */
export function capable(): bool {
  return euid == 0;
}
