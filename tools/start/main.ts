import path from 'node:path';
import { buildWeb } from '../web-build.ts';
import { checkPort } from './check-port.ts';
import { noteUrl, takeDataDir } from './data-dir.ts';
import { endLeftovers } from './end-leftovers.ts';
import type { StartOptions } from './options.ts';
import { readOptions, startUsage } from './options.ts';
import type { Launcher, Product } from './product.ts';
import { makeLauncher } from './product.ts';

// `npm start`: broker, bundled lab and workers from one command. The first Ctrl-C stops them in order, the second
// ends everything at once.
const root = path.resolve(import.meta.dirname, '..', '..');

let launcher: Launcher | undefined;
let release: () => void = () => undefined;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void onSignal());

try {
  const options = readOptions(root, process.argv.slice(2), process.env);
  if (options.help) {
    say(startUsage);
    process.exit(0);
  }
  release = takeDataDir(options.dataDir);
  // Before the ports: a killed start's parts still hold them.
  await endLeftovers(options.dataDir, say);
  await checkPort(options.port, `npm start -- --port ${options.port + 1}`);
  if (options.withLab) await checkPort(options.labPort, `npm start -- --lab-port ${options.labPort + 1}`);
  step('Building the dashboard if it changed');
  await buildWeb(root);
  launcher = makeLauncher(root, options, { say, step });
  const product = await launcher.start();
  noteUrl(options.dataDir, product.url);
  if (!isStopping) say(summary(product, options));
} catch (error) {
  if (!isStopping) await giveUp(error);
}

async function onSignal(): Promise<void> {
  if (isStopping) {
    say('Ending everything at once.');
    await launcher?.kill();
    end(130);
  }
  isStopping = true;
  const machines = (await launcher?.countLabMachines()) ?? 0;
  if (machines > 0) say(tellEnding(machines));
  say('Stopping: workers, lab, broker. Ctrl-C again ends everything at once.');
  await launcher?.stop();
  say('Stopped. The data is kept for the next start.');
  end(0);
}

async function giveUp(error: unknown): Promise<void> {
  isStopping = true;
  console.error(`\nCoinslot did not start. ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof TypeError) console.error(startUsage);
  await launcher?.stop();
  end(1);
}

function tellEnding(machines: number): string {
  const which =
    machines === 1 ? '1 machine of the bundled lab ends' : `${machines} machines of the bundled lab end`;
  return `${which} now; the unused time is refunded at the next start.`;
}

function end(code: number): never {
  release();
  process.exit(code);
}

function say(line: string): void {
  console.log(line);
}

function step(line: string): void {
  console.log(`  ${line}…`);
}

function summary({ url, setupCode }: Product, options: StartOptions): string {
  return [
    '',
    `Coinslot is ready:  ${url}`,
    ...(setupCode === undefined ? [] : [`Setup code:         ${setupCode}  (once, for the first admin)`]),
    `API:                ${url}/api/docs`,
    `Logs:               ${path.join(options.dataDir, 'logs')}`,
    'Stop:               Ctrl-C',
    '',
  ].join('\n');
}
