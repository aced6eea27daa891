// The compiler transform that lets kernel code read like the kernel while every access is accounted.
//
// 1. Structs. In a class marked @struct(size):
//      @at(offset) name: T       a field: a getter and a setter over the charged ld<T> and st<T>
//      @embed(offset) name: S    a struct held in place: its address, no access
// 2. Functions. A function whose first statement is `exec(map.name)` is booked under that name from call to return:
//      function f(a: A): R { exec(map.f); ... }
//    becomes
//      function f(a: A): R { const caller = enter(map.f); const result = f__body(a); leave(caller); return result; }
// 3. Tables. In a file named system_map.ts the rows text(...), part(...) and block(...) become constant addresses of
//    rows in one static table (layout: machine/text.ts), and get their account numbers.
import { basename, dirname, relative } from "node:path";
import { NodeKind, Parser } from "assemblyscript";
import { Transform } from "assemblyscript/transform";

/** Bytes of a row, and where in it the name lies (machine/text.ts). */
const ROW = 128;
const NAME = 64;
/** A block's private footprint is counted in lines of this many bytes. */
const FOOTPRINT_LINE = 64;

const decorator = (node, name) => node.decorators?.find((d) => d.name.text === name);
const source = (node) => node.range.toString();
const argument = (found) => source(found.args[0]);
const isExported = (node) => (node.flags & 2) !== 0; // CommonFlags.Export

export default class extends Transform {
  afterParse() {
    /** Account numbers run over all kernels' tables; 0 is the account of what no function claims. */
    this.accounts = 1;
    const sources = this.program.sources.filter((s) => !s.isLibrary);
    for (const file of sources.filter((s) => basename(s.normalizedPath) === "system_map.ts")) this.table(file);
    for (const file of sources) {
      this.structs(file);
      this.functions(file);
    }
  }

  parse(text, file) {
    const parser = new Parser();
    parser.parseFile(text, file.normalizedPath, true);
    if (parser.diagnostics.length) throw new Error(`${file.normalizedPath}: ${parser.diagnostics[0].message}\n${text}`);
    return parser.sources[0].statements;
  }

  machine(file, names) {
    const from = relative(dirname(file.normalizedPath), "assembly/machine/cpu");
    return `import { ${names} } from "${from.startsWith(".") ? from : `./${from}`}";`;
  }

  structs(file) {
    const found = file.statements.filter((n) => n.kind === NodeKind.ClassDeclaration && decorator(n, "struct"));
    if (found.length === 0) return;
    for (const node of found) {
      const body = node.members.map(accessors).join("\n");
      const text = `class _ { static readonly SIZE: usize = ${argument(decorator(node, "struct"))};\n${body} }`;
      node.members = this.parse(text, file)[0].members;
    }
    file.statements.unshift(...this.parse(this.machine(file, "ld as __ld, st as __st"), file));
  }

  functions(file) {
    const wrappers = [];
    for (const node of file.statements) {
      const row = node.kind === NodeKind.FunctionDeclaration && bookedAs(node);
      if (!row) continue;
      const { signature, typeParameters } = node;
      const name = node.name.text;
      const generics = typeParameters?.length ? `<${typeParameters.map(source).join(", ")}>` : "";
      const types = typeParameters?.length ? `<${typeParameters.map((t) => t.name.text).join(", ")}>` : "";
      const parameters = signature.parameters.map(source).join(", ");
      const call = `${name}__body${types}(${signature.parameters.map((p) => p.name.text).join(", ")})`;
      const result = source(signature.returnType);
      const body =
        result === "void" ? `${call}; __leave(caller);` : `const result = ${call}; __leave(caller); return result;`;
      wrappers.push(
        `${isExported(node) ? "export " : ""}function ${name}${generics}(${parameters}): ${result} {
           const caller = __enter(${row}); ${body} }`,
      );
      node.name.text = `${name}__body`;
      node.flags &= ~2;
      node.body.statements.shift();
    }
    if (wrappers.length === 0) return;
    file.statements.unshift(...this.parse(this.machine(file, "enter as __enter, leave as __leave"), file));
    file.statements.push(...this.parse(wrappers.join("\n"), file));
  }

  table(file) {
    const rows = [];
    const index = new Map();
    let footprint = 0;
    for (const node of file.statements) {
      if (node.kind !== NodeKind.Variable) continue;
      for (const { name, initializer } of node.declarations) {
        const call = initializer?.expression?.text;
        const argumentsOf = initializer?.args?.map(source);
        const row = { name: name.text, words: new Array(NAME / 4).fill(0) };
        const number = (text) => {
          const value = Number(text);
          if (!Number.isInteger(value) || value < 0)
            throw new Error(`${file.normalizedPath}: ${row.name}: not a count: ${text}`);
          return value;
        };
        if (call === "text") {
          const [address, bytes, instructions, stackLoads, stackStores] = argumentsOf.map(number);
          row.words.splice(0, 7, address, bytes, instructions, stackLoads, stackStores, this.accounts++, 0);
        } else if (call === "part") {
          const owner = rows[index.get(argumentsOf[0])];
          if (!owner) throw new Error(`${file.normalizedPath}: ${row.name}: part of an unknown row ${argumentsOf[0]}`);
          const [offset, bytes, instructions, stackLoads, stackStores] = argumentsOf.slice(1).map(number);
          row.words.splice(
            0,
            7,
            owner.words[0] + offset,
            bytes,
            instructions,
            stackLoads,
            stackStores,
            owner.words[5],
            1,
          );
        } else if (call === "block") {
          const [address, bytes, instructions, loads, stores, stackLoads, stackStores, locked, read, written] =
            argumentsOf.map(number);
          row.words.splice(0, 7, address, bytes, instructions, stackLoads, stackStores, this.accounts++, 2);
          row.words.splice(7, 6, loads, stores, locked, read, written, footprint);
          footprint += Math.max(read, written) * FOOTPRINT_LINE;
        } else continue;
        index.set(row.name, rows.length);
        rows.push(row);
      }
    }
    const bytes = rows.flatMap(({ name, words }) => {
      const text = [...Buffer.from(name)];
      if (text.length >= ROW - NAME) throw new Error(`${file.normalizedPath}: ${name}: the name is too long`);
      return [
        ...new Uint8Array(Uint32Array.from(words).buffer),
        ...text,
        ...new Array(ROW - NAME - text.length).fill(0),
      ];
    });
    const text = [
      `const __table: usize = memory.data<u8>([${bytes.join(",")}], 16);`,
      ...rows.map(({ name }, i) => `@inline export const ${name}: usize = __table + ${i * ROW};`),
      `@inline export const table: usize = __table;`,
      `@inline export const rows: u32 = ${rows.length};`,
      `@inline export const footprint: u32 = ${footprint};`,
    ].join("\n");
    file.statements = this.parse(text, file);
  }
}

/** The row of a function that begins with `exec(row)`, as source text. */
function bookedAs(node) {
  const first = node.body?.statements?.[0];
  const call = first?.kind === NodeKind.Expression && first.expression;
  return call && call.kind === NodeKind.Call && call.expression.text === "exec" ? source(call.args[0]) : undefined;
}

function accessors(field) {
  const at = decorator(field, "at");
  const embed = decorator(field, "embed");
  if (!at && !embed) return source(field);
  const name = source(field.name);
  const type = source(field.type);
  return at
    ? `@inline get ${name}(): ${type} { return __ld<${type}>(changetype<usize>(this), ${argument(at)}); }
       @inline set ${name}(value: ${type}) { __st<${type}>(changetype<usize>(this), ${argument(at)}, value); }`
    : `@inline get ${name}(): ${type} { return changetype<${type}>(changetype<usize>(this) + ${argument(embed)}); }`;
}
