import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createTurns } from './turns.ts';

const labDir = join(import.meta.dirname, '..', '..', '..', 'lab', 'src');
const Listening = z.object({ msg: z.literal('lab is listening'), url: z.url(), port: z.int() });
const Health = z.object({ machines: z.string() });

/** The bundled lab as a process of its own, as somebody else's lab would be. */
export type LabProcess = {
  url: string;
  port: number;
  /** Null when this host can run machines, else why not. */
  impossible: string | null;
  addAccount: (username: string, machines: number) => Promise<{ username: string; password: string }>;
  /** Tells the lab to misbehave; replaces what was set before. */
  misbehave: (switches: Record<string, unknown>) => Promise<void>;
  /**
   * Adds switches that hold for this account alone; answers with the way to take them off. A switch holds for one account at a
   * time: waits until no other has one of them.
   */
  misbehaveTo: (username: string, switches: Record<string, object>) => Promise<() => Promise<void>>;
  stop: () => Promise<void>;
};

export async function startLabProcess(): Promise<LabProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'coinslot-lab-'));
  const operatorToken = randomBytes(24).toString('hex');
  const environment = {
    ...process.env,
    LAB_DATA_DIR: dataDir,
    LAB_PORT: '0',
    LAB_SSH_PORT_FIRST: '24000',
    LAB_SSH_PORT_LAST: '24199',
    LAB_OPERATOR_TOKEN: operatorToken,
  };
  const child = spawn(process.execPath, [join(labDir, 'main.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { url, port } = await new Promise<z.infer<typeof Listening>>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the lab ended before it listened')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = Listening.safeParse(JSON.parse(line));
      if (parsed.success) resolve(parsed.data);
    });
  });
  async function askOperator(
    method: string,
    path: string,
    switches?: Record<string, unknown>,
  ): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${port}/operator/switches${path}`, {
      method,
      headers: {
        authorization: `Bearer ${operatorToken}`,
        ...(switches ? { 'content-type': 'application/json' } : {}),
      },
      ...(switches ? { body: JSON.stringify(switches) } : {}),
    });
    if (!response.ok) throw new Error(`switches refused: ${await response.text()}`);
  }
  const takeInTurn = createTurns();
  const health = Health.parse(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json());

  return {
    url,
    port,
    impossible: health.machines === 'possible' ? null : health.machines,
    async addAccount(username, machines) {
      const password = randomBytes(18).toString('base64url');
      await runWithInput(['add', username, '--machines', String(machines)], password, environment);
      return { username, password };
    },
    misbehave: (switches) => askOperator('PUT', '', switches),
    async misbehaveTo(username, switches) {
      const names = Object.keys(switches);
      const giveBack = await takeInTurn(names);
      const ours = Object.entries(switches).map(([name, fields]) => [name, { ...fields, account: username }]);
      await askOperator('PATCH', '', Object.fromEntries(ours));
      return async () => {
        for (const name of names) await askOperator('DELETE', `/${name}`);
        giveBack();
      };
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function runWithInput(args: string[], input: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [join(labDir, 'account.ts'), ...args], {
    env,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(`${input}\n`);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`account.ts ${args.join(' ')} ended with ${String(code)}`);
}
