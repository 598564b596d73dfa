import { z } from 'zod';

const Health = z.object({ running: z.int().min(0) });
const answerWithinMs = 1000;

/** How many machines the bundled lab has now; 0 where it does not say. */
export async function countLabMachines(labPort: number): Promise<number> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const answer = await fetch(`http://127.0.0.1:${labPort}/healthz`, { signal });
    return Health.parse(await answer.json()).running;
  } catch {
    return 0;
  }
}
