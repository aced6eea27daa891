// Figures as the tools compute and print them.
export const average = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** A fraction as "2.9 %"; nothing as "". */
export const percent = (fraction) =>
  fraction === null || fraction === undefined ? "" : `${(100 * fraction).toFixed(1)} %`;
