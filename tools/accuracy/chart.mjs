// The picture of docs/accuracy.md: measured and modelled latency curves over each other, a panel for each machine.
import { parse, View } from "vega";
import { compile } from "vega-lite";

/** Strides that are drawn, in bytes: within a line, a line of most machines, open DRAM pages, a page of the TLB. */
const STRIDES = [8, 64, 512, 4096];

const CYCLES = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500];

const SIZES =
  "datum.value < 1024 ? datum.value : datum.value < 1048576 ? datum.value / 1024 + 'K' : datum.value / 1048576 + 'M'";

function panel({ name, mean, exact, measured }) {
  const values = measured.rows.flatMap(({ size, cycles }, i) =>
    measured.strides.flatMap((stride, j) =>
      j < cycles.length && STRIDES.includes(stride)
        ? [{ size, stride, real: cycles[j], model: exact.rows[i].cycles[j] }]
        : [],
    ),
  );
  const sizes = measured.rows.map(({ size }) => size);
  const x = {
    field: "size",
    type: "quantitative",
    scale: { type: "log", base: 2, domain: [sizes[0], sizes.at(-1)], nice: false },
    axis: { title: "array, bytes", values: sizes.filter((_, i) => i % 4 === 0), labelExpr: SIZES, grid: false },
  };
  const y = (field) => ({
    field,
    type: "quantitative",
    scale: { type: "log" },
    axis: { title: "cycles per load", values: CYCLES },
  });
  const color = {
    field: "stride",
    type: "ordinal",
    scale: { domain: STRIDES, range: ["#4c78a8", "#54a24b", "#f58518", "#e45756"] },
    legend: { title: "stride, bytes", orient: "top" },
  };
  return {
    title: `${name}: ${(100 * mean).toFixed(1)} % off`,
    width: 400,
    height: 190,
    data: { values },
    encoding: { x, color },
    layer: [
      { mark: { type: "line", strokeWidth: 1.6 }, encoding: { y: y("model") } },
      { mark: { type: "point", filled: true, size: 22 }, encoding: { y: y("real") } },
    ],
  };
}

/** The SVG text of panels for machines as measure.mjs gives them, two in a row. */
export async function chart(machines) {
  const spec = {
    concat: machines.map(panel),
    columns: 2,
    spacing: 26,
    config: { aria: false, title: { anchor: "start", fontSize: 13 }, font: "sans-serif", view: { stroke: "#ddd" } },
  };
  return `${await new View(parse(compile(spec).spec), { renderer: "none" }).toSVG()}\n`;
}
