// How long do clients wait whom a server takes in bursts? Prints, for each kernel, what the first and the last client
// of a burst of 64 cost the server's CPU, and whether the accept queue held them all.
import { Emulator, kernels } from "halfopen";

const SERVER = "10.9.9.9:443";
const BURST = 64;
const backlog = Number(process.argv[2] ?? 511);

for (const { name: kernel } of kernels) {
  const linux = await Emulator.boot({ kernel });
  const listener = linux.socket().ret;
  linux.bind(listener, { port: 443 });
  linux.listen(listener, backlog);

  const clients = { from: "192.0.2.1:20000", to: SERVER, count: BURST };
  linux.syn(clients);
  const { outcomes } = linux.ack(clients);
  const accepts = [];
  for (let call = linux.accept(listener); call.ret >= 0; call = linux.accept(listener)) accepts.push(call.cycles);

  const time = (cycles) => `${(cycles / linux.machine.mhz).toFixed(2)} µs`;
  console.log(
    `Linux ${kernel}: ${outcomes.established ?? 0} of ${BURST} connected; ` +
      `accept() takes ${time(accepts[0] ?? 0)} at first, ${time(accepts.at(-1) ?? 0)} at last`,
  );
}
