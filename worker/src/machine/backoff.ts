const firstMs = 500;
const maxMs = 30_000;

/** How long to wait after so many failures in a row, in ms: a doubling ceiling, half of it by chance. */
export function backoffMs(failures: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return ceiling / 2 + Math.random() * (ceiling / 2);
}
