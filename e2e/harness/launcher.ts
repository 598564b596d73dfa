import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findLeftovers } from '../../tools/leftovers/find-leftovers.ts';
import { freePorts } from './free-port.ts';
import { repositoryDir } from './product-process.ts';

/** `npm start`'s second half, as a person meets it: what it prints, and Ctrl-C. */
export type LaunchedProduct = {
  readonly url: string;
  /** What was printed as the one-time setup code; null when an admin exists. */
  readonly setupCode: string | null;
  /** Presses Ctrl-C and waits: the exit code and what it left running or mounted. */
  pressCtrlC(): Promise<{ code: number | null; leftovers: string[] }>;
};

/** Starts the launcher on a data folder and waits until it says that Coinslot is ready. */
export async function launchProduct(
  dataDir: string,
  options: readonly string[] = [],
): Promise<LaunchedProduct> {
  const [port, labPort] = [await freePorts(1), await freePorts(1)];
  const args = ['tools/start/main.ts', '--port', String(port), '--lab-port', String(labPort), ...options];
  const child = spawn(process.execPath, args, {
    cwd: repositoryDir,
    env: { ...process.env, COINSLOT_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const read = (data: Buffer) => {
      printed += data.toString();
      if (/^Stop: /m.test(printed)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => reject(new Error(`the launcher ended with ${code}:\n${printed}`)));
  });
  return {
    url: /Coinslot is ready:\s+(\S+)/.exec(printed)?.[1] ?? '',
    setupCode: /Setup code:\s+(\S+)/.exec(printed)?.[1] ?? null,
    async pressCtrlC() {
      child.kill('SIGINT');
      const code = await exited;
      const left = await findLeftovers({ variable: 'COINSLOT_LAUNCH', folder: join(dataDir) }, 2000);
      return { code, leftovers: [...left.processes.map((one) => one.command), ...left.mounts] };
    },
  };
}
