// How a listening chain ends (view.ts), in 3.6.5 and 4.3.

/** Whether a chain ends here. */
export function isEnd(node: u32): bool {
  return (node & 1) != 0;
}
