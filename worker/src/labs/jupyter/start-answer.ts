import type { Console } from '../../recipes/console.ts';

/** What the hub answered a start with: the server runs already, or it is still being started, or why it is not. */
export type StartAnswer = { isReady: boolean; refusal: Error | null };

const keptName = 'jupyter-start';

/** The hub takes its time to answer; the step that waits for the server goes on with it. */
export function keepAnswer(console: Console, labRef: string, asked: Promise<StartAnswer>): void {
  console.session.kept ??= new Map();
  console.session.kept.set(keptName, { labRef, asked } satisfies KeptAnswer);
}

/** Resolves when the hub answers that this start has succeeded, and else never. */
export async function untilAnsweredReady(console: Console, labRef: string): Promise<'ready'> {
  const kept = console.session.kept?.get(keptName) as KeptAnswer | undefined;
  if (kept?.labRef === labRef && (await kept.asked).isReady) return 'ready';
  return new Promise(() => undefined);
}

type KeptAnswer = { labRef: string; asked: Promise<StartAnswer> };
