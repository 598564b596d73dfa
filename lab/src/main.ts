import { startLab } from './app.ts';
import { readLabConfig } from './config.ts';

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const lab = await startLab(readLabConfig(process.env)).catch(fail);
const stop = (): unknown => lab.stop().then(() => process.exit(0), fail);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
