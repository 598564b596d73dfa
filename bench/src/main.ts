import os from 'node:os';
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.ts';
import { closingLine, describeOutcome } from './measure/closing-line.ts';
import { describeHost } from './measure/describe-host.ts';
import { openPlace } from './place.ts';

// `npm run bench -- <name> [--quick]`: measures, prints, and leaves nothing behind. The exit code says whether it could
// measure, not whether the goal was reached.
const usage = `npm run bench -- <name> [--quick]
${benchmarks.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}
  --quick      a short run that shows that it works; its figures are not for keeping`;

const place = openPlace();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void place.close().finally(() => process.exit(130)));
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await place.close();
}
process.exit();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name] = positionals;
  const benchmark = benchmarks.find((one) => one.name === name);
  if (values.help || benchmark === undefined) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const say = (line: string) => console.log(line);
  say(`${benchmark.name}: ${benchmark.about}`);
  say(describeHost());
  // Before the run: the run itself is load, too.
  const host = { load: os.loadavg()[0] ?? 0, processors: os.availableParallelism() };
  const measured = await benchmark.run(place, { quick: values.quick, say });
  for (const line of measured.lines) say(line);
  const others = (measured.others ?? []).map((other) => ({
    ...other,
    name: `${benchmark.name} ${other.name}`,
  }));
  const judged = [...others, { ...benchmark, ratio: measured.ratio }];
  for (const line of describeOutcome(judged, host)) say(line);
  for (const one of judged) say(closingLine(one));
  return 0;
}
