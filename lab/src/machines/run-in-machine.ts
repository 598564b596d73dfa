import { connect } from 'node:net';
import ssh2 from 'ssh2';

const timeLimitMs = 20_000;
const outputLimitBytes = 64 * 1024;

/** What one command did. `exitCode` is null when it was stopped; `note` then says why. */
export interface CommandResult {
  output: string;
  exitCode: number | null;
  note: string | null;
}

/** Runs one shell command inside the machine as its member, over the machine's own SSH server. */
export function runInMachine(
  socketPath: string,
  login: { user: string; password: string },
  command: string,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const chunks: Buffer[] = [];
    let bytes = 0;
    let exitCode: number | null = null;
    let note: string | null = null;

    function stop(why: string | null): void {
      note ??= why;
      client.destroy();
    }
    function collect(chunk: Buffer): void {
      chunks.push(chunk.subarray(0, outputLimitBytes - bytes));
      bytes += chunk.length;
      if (bytes > outputLimitBytes) stop('stopped: more than 64 KiB of output');
    }
    const timer = setTimeout(() => stop('stopped: it took longer than 20 seconds'), timeLimitMs);

    client.on('close', () => {
      clearTimeout(timer);
      resolve({ output: Buffer.concat(chunks).toString(), exitCode: note === null ? exitCode : null, note });
    });
    client.on('error', reject);
    client.on('ready', () => {
      client.exec(command, (error, channel) => {
        if (error) return stop('the machine did not take the command');
        channel.on('data', collect);
        channel.stderr.on('data', collect);
        channel.on('exit', (code: number | null, signal?: string) => {
          exitCode = code;
          if (signal) note = `stopped by signal ${signal}`;
        });
        channel.on('close', () => stop(null));
        channel.end();
      });
    });
    client.connect({
      sock: connect(socketPath),
      username: login.user,
      password: login.password,
      readyTimeout: timeLimitMs,
    });
  });
}
