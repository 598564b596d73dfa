/** The middle value; of an even number of values the mean of both middle ones. Throws for none. */
export function median(values: readonly number[]): number {
  return (quantile(values, 0.5, 'floor') + quantile(values, 0.5, 'ceil')) / 2;
}

/** The smallest value that at least this share (0 to 1) of the values do not exceed. Throws for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return pick(sorted, Math.max(0, Math.ceil(share * sorted.length) - 1));
}

/** `2,710 (2,655 … 2,790)`: the median and the extremes of all rounds. */
export function describeSpread(values: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${figure(median(values), digits)} (${figure(least, digits)} … ${figure(most, digits)})`;
}

export function figure(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function quantile(values: readonly number[], share: number, round: 'floor' | 'ceil'): number {
  const sorted = values.toSorted((a, b) => a - b);
  return pick(sorted, Math[round](share * (sorted.length - 1)));
}

function pick(sorted: readonly number[], index: number): number {
  const value = sorted[index];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
