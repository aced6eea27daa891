// Makes examples/captures/: starts real listeners in a network namespace of their own and saves Linux's lists of them.
// Usage: node tools/capture.mjs          (Linux, with unshare of util-linux, ip and ss of iproute2)
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Host, port, backlog. "*" is the dual-stack wildcard; any other IPv6 address takes IPv6 alone. */
const quietServer = [
  ["0.0.0.0", 22, 128], // sshd
  ["::", 22, 128],
  ["0.0.0.0", 25, 100], // postfix
  ["::", 25, 100],
  ["127.0.0.53", 53, 4096], // systemd-resolved
  ["127.0.0.54", 53, 4096],
  ["0.0.0.0", 80, 511], // nginx
  ["::", 80, 511],
  ["0.0.0.0", 110, 100], // dovecot
  ["0.0.0.0", 111, 4096], // rpcbind
  ["::", 111, 4096],
  ["0.0.0.0", 143, 100], // dovecot
  ["0.0.0.0", 443, 511], // nginx
  ["::", 443, 511],
  ["0.0.0.0", 587, 100], // postfix
  ["127.0.0.1", 631, 128], // cups
  ["::1", 631, 128],
  ["0.0.0.0", 873, 5], // rsync
  ["0.0.0.0", 993, 100], // dovecot
  ["0.0.0.0", 995, 100],
  ["0.0.0.0", 2049, 64], // nfsd
  ["*", 3000, 4096], // grafana
  ["127.0.0.1", 3306, 80], // mysqld
  ["127.0.0.1", 5432, 200], // postgres
  ["::1", 5432, 200],
  ["*", 5672, 128], // rabbitmq
  ["127.0.0.1", 6379, 511], // redis
  ["::1", 6379, 511],
  ["::ffff:127.0.0.1", 8005, 1], // tomcat's shutdown port
  ["*", 8080, 100], // tomcat
  ["*", 9090, 4096], // prometheus
  ["*", 9100, 4096], // node_exporter
  ["127.0.0.1", 11211, 1024], // memcached
  ["0.0.0.0", 25672, 128], // rabbitmq
  ["127.0.0.1", 27017, 4096], // mongod
  ["127.0.0.1", 33060, 70], // mysqld
];

/** 2,700 listeners on the 2,016 unprivileged ports of bucket 16 (684 ports on two addresses), 300 over the others. */
function crowdedBucket() {
  const listeners = [];
  for (let port = 1040; port <= 65535; port += 32) {
    const hosts = listeners.length < 2 * 684 ? ["127.0.0.1", "127.0.0.2"] : ["0.0.0.0"];
    for (const host of hosts) listeners.push([host, port, 128]);
  }
  for (let port = 8000; listeners.length < 3000; port++) {
    if (port % 32 !== 16) listeners.push([port % 3 === 0 ? "::" : "0.0.0.0", port, 511]);
  }
  return listeners;
}

function listen([host, port, backlog]) {
  return new Promise((resolve, reject) => {
    const dualStack = host === "*";
    const server = createServer().once("error", reject);
    const address = { host: dualStack ? "::" : host, ipv6Only: host.startsWith("::") && !host.startsWith("::ffff:") };
    server.listen({ ...address, port, backlog }, () => resolve(server));
  });
}

async function capture(name, wanted) {
  const servers = [];
  for (const listener of wanted) servers.push(await listen(listener));
  writeFileSync(`${name}.tcp.txt`, readFileSync("/proc/net/tcp"));
  writeFileSync(`${name}.tcp6.txt`, readFileSync("/proc/net/tcp6"));
  writeFileSync(`${name}.ss.txt`, execFileSync("ss", ["-ltnH"]));
  for (const server of servers) server.close();
  console.log(`${name}: ${servers.length} listeners`);
}

if (process.argv[2] === "inside") {
  execFileSync("ip", ["link", "set", "lo", "up"]);
  const folder = fileURLToPath(new URL("../examples/captures/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  await capture("quiet-server", quietServer);
  await capture("crowded-bucket", crowdedBucket());
} else {
  const self = fileURLToPath(import.meta.url);
  const { status, error } = spawnSync("unshare", ["-rn", process.execPath, self, "inside"], { stdio: "inherit" });
  if (status !== 0) console.error(`no capture: unshare -rn must work here${error ? ` (${error.message})` : ""}`);
  process.exitCode = status ?? 1;
}
