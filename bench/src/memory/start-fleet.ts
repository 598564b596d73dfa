import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Stage } from '../live/stage.ts';
import type { Place } from '../place.ts';

const State = z.object({ ready: z.int(), connected: z.int() });

export interface BenchFleet {
  /** Machines that are ready, workers that are connected. */
  state(): Promise<z.infer<typeof State>>;
}

/** All workers of the stage, in a process of their own; resolves when every one has joined. */
export async function startFleet(place: Place, stage: Stage, heartbeatMs: number): Promise<BenchFleet> {
  const child = place.startNode('bench/src/memory/fleet/main.ts');
  const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  const ask = async (question: unknown): Promise<unknown> => {
    child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { done, value } = await lines.next();
    if (done === true) throw new Error('the workers ended');
    return JSON.parse(value);
  };
  await ask({
    url: stage.broker.url,
    heartbeatMs,
    workers: stage.workers.map(({ workerId, privateKey }) => ({
      workerId,
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    })),
  });
  return { state: async () => State.parse(await ask({})) };
}
