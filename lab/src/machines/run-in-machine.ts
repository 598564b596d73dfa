import { once } from 'node:events';
import ssh2 from 'ssh2';
import { fingerprintOf } from './credentials.ts';

const timeLimitMs = 20_000;
const outputLimitBytes = 64 * 1024;

/** Where a machine's SSH server is and how to get in. */
export interface SshLogin {
  host: string;
  port: number;
  user: string;
  password: string;
  fingerprint: string;
}

/** What one command did. `exitCode` is null when it was stopped; `note` then says why. */
export interface CommandResult {
  output: string;
  exitCode: number | null;
  note: string | null;
}

/**
 * Runs one shell command inside the machine as its member, by the way that its member takes.
 * @throws Error when the machine cannot be reached, is not the right one, or went away before the command ended.
 */
export async function runInMachine(login: SshLogin, command: string): Promise<CommandResult> {
  const client = new ssh2.Client();
  const result: CommandResult = { output: '', exitCode: null, note: null };
  const chunks: Buffer[] = [];
  let bytes = 0;

  function stop(why: string | null): void {
    result.note ??= why;
    client.destroy();
  }
  function collect(chunk: Buffer): void {
    chunks.push(chunk.subarray(0, Math.max(0, outputLimitBytes - bytes)));
    bytes += chunk.length;
    if (bytes > outputLimitBytes) stop('stopped: more than 64 KiB of output');
  }

  client.on('error', () => {}); // told by `once` below, which hears only the first
  client.on('ready', () => {
    client.exec(command, (error, channel) => {
      if (error) return stop('the machine did not take the command');
      channel.on('data', collect);
      channel.stderr.on('data', collect);
      channel.on('exit', (code: number | null, signal?: string) => {
        result.exitCode = code;
        if (signal) result.note = `stopped by signal ${signal}`;
      });
      channel.on('close', () => stop(null));
      channel.end();
    });
  });
  const timer = setTimeout(() => stop('stopped: it took longer than 20 seconds'), timeLimitMs);
  client.connect({
    host: login.host,
    port: login.port,
    username: login.user,
    password: login.password,
    readyTimeout: timeLimitMs,
    hostVerifier: (key: Buffer) => fingerprintOf(key) === login.fingerprint,
  });
  await once(client, 'close').finally(() => clearTimeout(timer));
  const isLost = result.exitCode === null && result.note === null;
  if (isLost) throw new Error('the connection ended before the command did');
  if (result.note !== null) result.exitCode = null;
  return { ...result, output: Buffer.concat(chunks).toString() };
}
