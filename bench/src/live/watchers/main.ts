import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openWatchers } from './open-watchers.ts';

// Pages that watch, in a process of their own. First line of standard input: whom to watch. Then each line is the log position
// that all of them must have reached. Each line is answered by one on standard output.
const Targets = z.array(
  z.object({ url: z.string(), headers: z.record(z.string(), z.string()), count: z.int().positive() }),
);
const Goal = z.object({ seq: z.int() });

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const targets = Targets.parse(JSON.parse((await lines.next()).value ?? '[]'));
const watchers = await openWatchers(targets);
say({ open: watchers.count });
for (;;) {
  const line = await lines.next();
  if (line.done === true) break;
  const { seq } = Goal.parse(JSON.parse(line.value));
  await watchers.allReach(seq);
  say({ reached: seq, closed: watchers.closed() });
}
process.exit();

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
