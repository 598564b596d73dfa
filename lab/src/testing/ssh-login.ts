import ssh2 from 'ssh2';
import type { PageClient } from './page-client.ts';

export interface SshLogin {
  port: number;
  username: string;
  password: string;
  fingerprint: string;
}

export interface SshResult {
  output: string;
  code: number | null;
  signal: string | null;
}

/** Reads a machine's connection page. */
export async function readLogin(client: PageClient, id: string): Promise<SshLogin> {
  const page = await client.get(`/machines/${id}/connection`);
  return {
    port: Number(page.text('connection-port')),
    username: page.text('connection-user') ?? '',
    password: page.text('connection-password') ?? '',
    fingerprint: page.text('connection-fingerprint') ?? '',
  };
}

/** Logs in over SSH. @throws Error when the machine refuses. */
export function connectSsh(login: SshLogin): Promise<ssh2.Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('ready', () => resolve(client)).on('error', reject);
    client.connect({
      ...login,
      host: '127.0.0.1',
      hostHash: 'sha256',
      hostVerifier: (hash: string) =>
        `SHA256:${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}` === login.fingerprint,
    });
  });
}

/** Runs one command on an open connection, on a terminal when one is given. */
export function runOverSsh(
  client: ssh2.Client,
  command: string,
  pty?: ssh2.PseudoTtyOptions,
): Promise<SshResult> {
  return new Promise((resolve, reject) => {
    client.exec(command, pty === undefined ? {} : { pty }, (error, channel) => {
      if (error) return reject(error);
      const result: SshResult = { output: '', code: null, signal: null };
      const collect = (data: Buffer): unknown => (result.output += data.toString());
      channel.on('data', collect).stderr.on('data', collect);
      channel.on('exit', (code: number | null, signal?: string) => {
        result.code = code;
        result.signal = signal ?? null;
      });
      channel.on('close', () => resolve(result));
    });
  });
}
