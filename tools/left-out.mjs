// Writes src/left-out.json: what each kernel's model leaves out, from the "Left out: ..." of the comments in assembly/.
// A file of assembly/linux/ counts for every kernel that has no file of that name itself.
//
//   node tools/left-out.mjs          writes the file
//   node tools/left-out.mjs --check  exit status 1 if it is not what would be written
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const OUT = new URL("src/left-out.json", root);

/** The texts after "Left out:" in a source's comments, up to the end of the comment or a sentence of another matter. */
export function leftOut(text) {
  const comments = text.matchAll(/(?:^[ \t]*\/\/.*\n)+|\/\*[\s\S]*?\*\//gm);
  return [...comments].flatMap(([comment]) => {
    const plain = comment
      .replaceAll(/^\s*(\/\/|\/?\*+\/?)/gm, " ")
      .replaceAll("*/", " ")
      .replaceAll(/\s+/g, " ");
    const [, found] = /Left out: (.*?)(?:\.(?= )|\.? ?$)/.exec(plain) ?? [];
    return found ? [found.trim()] : [];
  });
}

function sources(folder) {
  return readdirSync(new URL(folder, root)).filter((name) => name.endsWith(".ts"));
}

/** The files that a kernel's kernel.ts brings in, itself first: its own, and those of assembly/linux/ that it lacks. */
function compiled(kernel) {
  const found = new Set();
  const visit = (name, shared) => {
    const own = `assembly/linux-${kernel}/${name}.ts`;
    const file = !shared && existsSync(new URL(own, root)) ? own : `assembly/linux/${name}.ts`;
    if (found.has(file) || !existsSync(new URL(file, root))) return;
    found.add(file);
    const text = readFileSync(new URL(file, root), "utf8");
    for (const [, path] of text.matchAll(/from "(\.\.\/linux\/[\w-]+|\.\/[\w-]+)"/g)) {
      visit(path.slice(path.lastIndexOf("/") + 1), path.startsWith(".."));
    }
  };
  visit("kernel", false);
  return found;
}

export function leftOutText() {
  const kernels = readdirSync(new URL("assembly/", root)).flatMap((name) => /^linux-(\d.*)$/.exec(name)?.[1] ?? []);
  const result = {};
  for (const kernel of kernels) {
    const own = sources(`assembly/linux-${kernel}/`);
    const shared = sources("assembly/linux/").filter((name) => !own.includes(name));
    const used = compiled(kernel);
    const files = [
      ...own.map((name) => `assembly/linux-${kernel}/${name}`),
      ...shared.map((name) => `assembly/linux/${name}`),
    ].filter((file) => used.has(file));
    result[kernel] = files.flatMap((file) =>
      leftOut(readFileSync(new URL(file, root), "utf8")).map((text) => ({ file, text })),
    );
  }
  return `${JSON.stringify(result, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] !== "--check") writeFileSync(OUT, leftOutText());
  else if (readFileSync(OUT, "utf8") !== leftOutText()) {
    console.error("src/left-out.json is not what assembly/ says; run node tools/left-out.mjs");
    process.exitCode = 1;
  }
}
