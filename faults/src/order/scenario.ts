import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Scenario, Violation } from '../scenario.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const seedsARound = 10_000;
/** Pure properties of the code that orders the queue and plans placements. */
const files = [
  'broker/src/domains/queue/queue-order.test.ts',
  'broker/src/domains/fleet/allocator/plan-placements.test.ts',
];

/** The order of the queue and the plan of placements, by the properties that `npm test` tries with fewer seeds. */
export const order: Scenario = {
  name: 'order',
  about: `queues and fleets of every shape, ${seedsARound.toLocaleString('en')} for each property`,
  promises: [8, 9, 10, 11],
  weight: 1,
  open: async () => ({
    async round(seed, signal) {
      const { code, output } = await runVitest(seed, signal);
      if (code !== 0)
        throw new Violation('a property of the order or of the plan does not hold', {
          output: output.slice(-4000),
        });
      const properties = Number(/Tests\s+(\d+) passed/.exec(output)?.[1] ?? 0);
      return { properties, 'shapes tried': properties * seedsARound };
    },
  }),
};

async function runVitest(
  seed: number,
  signal: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout', '300000', ...files],
    {
      cwd: repository,
      env: {
        ...process.env,
        PROPERTY_RUNS: String(seedsARound),
        PROPERTY_SEED: String(seed | 0),
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  return { code, output };
}
