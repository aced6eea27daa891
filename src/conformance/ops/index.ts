// Each operation of the notation and the function that does it (contract: conformance.md).
import type { Got } from "../expect.js";
import type { Arguments, Expectation, Operation } from "../schema.js";
import type { World } from "../world.js";
import { accept, acceptBlock, join } from "./accepts.js";
import { connectBurst, synBurst } from "./crowds.js";
import * as files from "./files.js";
import { closeOwnerOf, listenerGroup, mapFlows } from "./groups.js";
import { advance } from "./passing.js";
import { query } from "./queries.js";
import { ack, handshake, seg, syn } from "./segments.js";
import { makeTimewait, timewaitFlow } from "./timewait.js";

/** `repeat` is not here: it is steps again (run.ts). */
export const perform: {
  [O in Exclude<Operation, "repeat">]: (world: World, step: Arguments<O>, expected: Expectation) => Got;
} = {
  open: files.open,
  socket: files.socket,
  dup: files.dup,
  close: files.close,
  setuid: files.setuid,
  sysctl: files.sysctl,
  addr_add: files.addrAdd,
  bind: files.bind,
  listen: files.listen,
  connect: files.connect,
  shutdown: files.shutdown,
  getpeername: files.getname(true),
  getsockname: files.getname(false),
  send: files.send,
  recv: files.recv,
  setopt: files.setopt,
  getopt: files.getopt,
  listener: files.listener,
  accept: accept(false),
  accept4: accept(true),
  accept_block: acceptBlock,
  join,
  syn,
  ack,
  handshake,
  seg,
  syn_burst: synBurst,
  connect_burst: connectBurst,
  advance,
  listener_group: listenerGroup,
  map_flows: mapFlows,
  close_owner_of: closeOwnerOf,
  make_timewait: makeTimewait,
  timewait_flow: timewaitFlow,
  query,
};
