import { spawn } from 'node:child_process';
import path from 'node:path';
import type { SshAnswer } from './ssh.ts';

const program = path.resolve(import.meta.dirname, '../../cli/src/main.ts');

/** Runs `coinslot` as its own process at somebody's computer: with a key and nothing else of this one's. */
export async function runCoinslot(
  { server, apiKey, home }: { server: string; apiKey: string; home: string },
  args: readonly string[],
): Promise<SshAnswer> {
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      COINSLOT_SERVER: server,
      COINSLOT_API_KEY: apiKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
