/** The ends of an axis that holds all values and zero, at round numbers. */
export function chartScale(values: readonly number[]): { low: number; high: number } {
  return {
    // From zero, or nothing below it would be "−0".
    low: 0 - roundUp(Math.max(0, ...values.map((value) => -value))),
    high: roundUp(Math.max(1, ...values)),
  };
}

/** The next of 1, 2, 5, 10, 20, 50 … that is not smaller; 0 stays 0. */
function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5].find((each) => each * power >= value) ?? 10;
  return step * power;
}
