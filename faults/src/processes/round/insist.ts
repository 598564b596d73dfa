import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Session } from '../../../../e2e/harness/open-session.ts';

const patienceMs = 60_000;

/** Asks as a page does whose broker is away: the same request with the same key, until somebody answers. */
export async function insist(
  session: Session,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const key = randomUUID();
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await session.request(method, path, body, key).catch((error: unknown) => error as Error);
    if (!(answer instanceof Error) && answer.status < 500) return answer;
    if (performance.now() > deadline)
      throw new Error(`Nobody answered ${method} ${path}.`, { cause: answer });
    await sleep(200);
  }
}
