// Connections that the server closes first, so that its end goes to TIME_WAIT.
import type { Got } from "../expect.js";
import { type Flow, SYN_SEQ } from "../flows.js";
import { Missing } from "../missing.js";
import type { Arguments } from "../schema.js";
import type { World } from "../world.js";
import { close, listener } from "./files.js";
import { openFlow, sendAck, sendSyn } from "./segments.js";

const CONNECTION = "its connection";

/** A listener comes and goes, and leaves a connection in TIME_WAIT on its address and port. */
export function makeTimewait(world: World, step: Arguments<"make_timewait">): Got {
  const { addr, port, reuseaddr, reuseport, flow: name = "timewait" } = step;
  const file = "the server of make_timewait";
  const made = listener(world, { s: file, addr, port, backlog: 1, reuseaddr, reuseport });
  if (made.ret !== 0) return made;
  const dst = addr === "0.0.0.0" || addr === "::" ? "192.0.2.1" : addr;
  const flow = openFlow(world, name, { dst, dport: port });
  const state = connectAndClose(world, flow, file, 0);
  close(world, { s: file });
  return { ret: state === "TIME_WAIT" ? 0 : state, flow_state: state };
}

/** Leaves a connection of a listener in TIME_WAIT; the client's numbers end before `client_seq_end`. */
export function timewaitFlow(world: World, step: Arguments<"timewait_flow">): Got {
  const { client_seq_end: end = SYN_SEQ + 2 } = step;
  const port = step.dport === undefined ? undefined : world.port(step.dport);
  const known = step.s === undefined ? world.listeners(port) : world.listeners().filter(({ name }) => name === step.s);
  const [server] = known;
  if (!server) throw new Missing("a listener for timewait_flow");
  const flow = openFlow(world, step.flow, { ...step, dport: server.port });
  const state = connectAndClose(world, flow, server.name, end - (SYN_SEQ + 2));
  return { ret: state === "TIME_WAIT" ? 0 : state, flow_state: state };
}

/** SYN, ACK, data if any, accept, close by the server, and the client's FIN. Returns the state that is left. */
function connectAndClose(world: World, flow: Flow, server: string, data: number): string {
  sendSyn(world, flow);
  if (sendAck(world, flow).outcome !== "established") return `no connection: ${world.state(flow)}`;
  const next = flow.base + data;
  if (data > 0) world.send(flow, { flags: "P.", seq: flow.base, ack: flow.iss + 1, len: data });
  const { ret } = world.call((linux) => linux.accept(world.fd({ s: server })));
  world.name(CONNECTION, ret);
  if (data > 0) world.call((linux) => linux.recv(ret, data)); // unread data would turn the FIN into a reset
  close(world, { s: CONNECTION });
  world.send(flow, { flags: ".", seq: next, ack: flow.iss + 2 });
  world.send(flow, { flags: "F.", seq: next, ack: flow.iss + 2 });
  return world.state(flow);
}
