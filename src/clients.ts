import { endpoint } from "./address.js";

/** Sequence number of a client's SYN. */
export const SYN_SEQ = 1000;

/** The other end of a connection, as far as it must know what it sent and got. */
export interface Client {
  /** Sequence number that it sends next. */
  seq: number;
  /** Acknowledgement that it sends: the server's ISN + 1 once a SYN-ACK came. */
  ack: number;
}

/** A client with both ends of its connection, as numbers: for a saved emulator. */
export type ClientRow = readonly [to: number, from: number, seq: number, ack: number];

/** The clients that syn(), ack() and rst() play, by both ends of their connection. */
export class Clients {
  readonly #byServer = new Map<number, Map<number, Client>>();

  /** The client at an endpoint; a new one has sent its SYN and heard nothing. */
  at(saddr: number, sport: number, daddr: number, dport: number): Client {
    const to = endpoint(daddr, dport);
    let clients = this.#byServer.get(to);
    if (!clients) {
      clients = new Map();
      this.#byServer.set(to, clients);
    }
    const from = endpoint(saddr, sport);
    let client = clients.get(from);
    if (!client) {
      client = { seq: SYN_SEQ + 1, ack: 0 };
      clients.set(from, client);
    }
    return client;
  }

  /** A client goes away. */
  forget(saddr: number, sport: number, daddr: number, dport: number): void {
    const to = endpoint(daddr, dport);
    const clients = this.#byServer.get(to);
    clients?.delete(endpoint(saddr, sport));
    if (clients?.size === 0) this.#byServer.delete(to); // a saved emulator would not remember it either
  }

  list(): ClientRow[] {
    return [...this.#byServer].flatMap(([to, clients]) =>
      [...clients].map(([from, { seq, ack }]): ClientRow => [to, from, seq, ack]),
    );
  }

  /** As list() gave them. */
  static of(rows: readonly ClientRow[]): Clients {
    const made = new Clients();
    for (const [to, from, seq, ack] of rows) {
      const clients = made.#byServer.get(to) ?? new Map<number, Client>();
      made.#byServer.set(to, clients.set(from, { seq, ack }));
    }
    return made;
  }
}
