import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Place } from './place.ts';

export interface BenchBroker {
  pid: number;
  /** Where it listens, e.g. `http://127.0.0.1:31000`. */
  url: string;
  /** What a browser would send as Origin. */
  origin: string;
}

const Line = z.object({ msg: z.string(), listen: z.string().optional(), url: z.string().optional() });
const readyWithinMs = 60_000;

/** The real broker as its own process, on a free port, logging as in production into nothing. Ended with the place. */
export async function startBroker(
  place: Place,
  {
    databaseUrl,
    env = {},
    args = [],
  }: { databaseUrl: string; env?: Record<string, string>; args?: string[] },
): Promise<BenchBroker> {
  const child = place.startNode('broker/src/main.ts', {
    args,
    env: {
      COINSLOT_DATA_DIR: place.folder,
      DATABASE_URL: databaseUrl,
      BROKER_PORT: '0',
      BROKER_PUBLIC_URL: 'http://localhost:8080',
      BROKER_RATE_LIMIT_PER_MINUTE: '100000000',
      ...env,
    },
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  return await new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error('the broker was not ready within a minute')),
      readyWithinMs,
    );
    child.once('exit', (code) => reject(new Error(`the broker ended with ${code}`)));
    const last: string[] = [];
    const look = (text: string) => {
      last.push(text);
      const line = readLine(text);
      if (line?.msg !== 'broker is listening' || line.listen === undefined) return;
      clearTimeout(late);
      lines.off('line', look);
      lines.close();
      // Its log is written, as in production, and read by nobody.
      child.stdout?.resume();
      resolve({ pid: child.pid ?? 0, url: line.listen, origin: line.url ?? '' });
    };
    lines.on('line', look);
  });
}

function readLine(text: string): z.infer<typeof Line> | undefined {
  if (!text.startsWith('{')) return undefined;
  return Line.safeParse(JSON.parse(text)).data;
}
