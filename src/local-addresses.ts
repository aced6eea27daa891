// Which addresses are the emulated host's own, as assembly/addresses.ts decides it.

/** All but the networks reserved for documentation are local until one is named. */
const REMOTE_NETS = [0xc63364, 0xcb0071];

/** ::1, as address.ts numbers IPv6 addresses. */
const LOOPBACK6 = 0xf0000000;

interface Network {
  address: number;
  mask: number;
}

export class LocalAddresses {
  readonly #networks: Network[] = [];

  add(address: number, prefix: number): void {
    const loopback = address >>> 24 === 127 && prefix > 0;
    this.#networks.push({ address, mask: loopback ? -1 << (32 - prefix) : -1 });
  }

  has(address: number): boolean {
    if (address === LOOPBACK6) return true;
    if (this.#networks.length > 0) return this.#networks.some((net) => ((address ^ net.address) & net.mask) === 0);
    return !REMOTE_NETS.includes(address >>> 8) && address >>> 28 !== 14 && address !== 0xffffffff;
  }

  list(): Network[] {
    return this.#networks.map((network) => ({ ...network }));
  }

  /** As list() gave them. */
  static of(networks: readonly Network[]): LocalAddresses {
    const local = new LocalAddresses();
    local.#networks.push(...networks);
    return local;
  }
}
