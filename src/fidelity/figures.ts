/** What is compared of a call or a function: loads and stores leave out the kernel stack. */
export interface Figures {
  instructions: number;
  loads: number;
  stores: number;
  locked: number;
}

export const figureNames = ["instructions", "loads", "stores", "locked"] as const;

export type FigureName = (typeof figureNames)[number];

export const noFigures = (): Figures => ({ instructions: 0, loads: 0, stores: 0, locked: 0 });

export function addFigures(sum: Figures, more: Figures): Figures {
  for (const name of figureNames) sum[name] += more[name];
  return sum;
}
