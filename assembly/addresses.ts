// Which addresses are the emulated host's own. Addresses in host order.
//
// Until the host names one, every address is local but 198.51.100.0/24 and 203.0.113.0/24 (reserved for documentation):
// so that surveys of other hosts' sockets can be replayed.

/** ::1, as the host numbers IPv6 addresses. */
export const LOOPBACK6: u32 = 0xf0000000;

const ROOM: u32 = 64;
/** Network, mask, broadcast address of each network that was named. */
const networks: usize = memory.data(64 * 12, 4);
let named: u32 = 0;

/** A new host: every address is its own. */
export function forgetAddresses(): void {
  named = 0;
}

/** The host has `address`, `prefix` bits of which are its network's (a loopback network is local as a whole).
 * False: no room for another. */
export function addAddress(address: u32, prefix: u32, broadcast: u32): bool {
  if (named == ROOM) return false;
  const at = networks + <usize>named * 12;
  const loopback = address >>> 24 == 127;
  store<u32>(at, address);
  store<u32>(at, loopback && prefix != 0 ? u32.MAX_VALUE << (32 - prefix) : u32.MAX_VALUE, 4);
  store<u32>(at, broadcast, 8);
  named++;
  return true;
}

/** One of the host's own. */
export function isLocal(address: u32): bool {
  if (address == LOOPBACK6) return true;
  if (named == 0) {
    const net = address >> 8;
    return net != 0xc63364 && net != 0xcb0071 && !isMulticast(address) && address != 0xffffffff;
  }
  for (let i: u32 = 0; i < named; i++) {
    const at = networks + <usize>i * 12;
    if (((address ^ load<u32>(at)) & load<u32>(at, 4)) == 0) return true;
  }
  return false;
}

/** The broadcast address of one of the host's networks, or of all. */
export function isBroadcast(address: u32): bool {
  if (address == 0xffffffff) return true;
  for (let i: u32 = 0; i < named; i++) {
    if (load<u32>(networks + <usize>i * 12, 8) == address && address != 0) return true;
  }
  return false;
}

export function isMulticast(address: u32): bool {
  return address >>> 28 == 14;
}

/** Whether a word stands for an IPv6 address other than ::. */
export function isToken(address: u32): bool {
  return address >>> 28 === 15 && address != 0xffffffff;
}

/** The address that a segment to `address` leaves from: its own if it is local, else the first that is no loopback. */
export function sourceFor(address: u32): u32 {
  if (isLocal(address)) return address;
  for (let i: u32 = 0; i < named; i++) {
    const own = load<u32>(networks + <usize>i * 12);
    if (own >>> 24 != 127 && own != LOOPBACK6 && isToken(own) == isToken(address)) return own;
  }
  return isToken(address) ? LOOPBACK6 : 0x7f000001;
}

/** Whether a segment to this address is the host's business; to another it would be forwarded, which no host here does. */
export function isForHost(address: u32): bool {
  return isLocal(address) || isBroadcast(address) || isMulticast(address) || isToken(address);
}
