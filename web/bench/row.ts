/** row prints a row of the table of `make bench` (docs/performance.md). */
export function row(what: string, measured: string, floor: string, holds = true) {
  console.log(`| ${what} |  | ${measured}${holds ? '' : ', **below the floor**'} |  | ${floor} |  |`);
}

/** median of a list that is not empty. */
export function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('median of nothing');
  return middle;
}
