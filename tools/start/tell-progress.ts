const everyMs = 10_000;

/**
 * Waits for several parts at once and says which are there, and every ten seconds which are still waited for.
 *
 * @param parts each part's name with the start that is under way
 * @throws what the first one that did not start threw
 */
export async function tellProgress(
  parts: ReadonlyMap<string, Promise<unknown>>,
  step: (line: string) => void,
  sayEveryMs = everyMs,
): Promise<void> {
  const waitedFor = new Set(parts.keys());
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    step(`Still waiting for ${[...waitedFor].join(', ')} to start and connect to the broker (${seconds} s)`);
  }, sayEveryMs);
  try {
    await Promise.all(
      [...parts].map(async ([name, start]) => {
        await start;
        waitedFor.delete(name);
        if (waitedFor.size > 0) step(`${name} is connected, ${waitedFor.size} to go`);
      }),
    );
  } finally {
    clearInterval(timer);
  }
}
