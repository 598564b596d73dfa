/**
 * Our own outage is nobody else's fault: what a worker could not tell us meanwhile it tells after it has come back.
 *
 * @returns whether the time for that, counted from this call, is over
 */
export function createStartGrace(graceMs: number, now = () => performance.now()): () => boolean {
  const startedAt = now();
  return () => now() - startedAt >= graceMs;
}
