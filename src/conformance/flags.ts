/** Letters of TCP flags in one order, so that they compare: "S.", "R.", "P.". */
export function flagsOf(text: string): string {
  return [..."SFRPU."].filter((letter) => text.includes(letter)).join("");
}
