import ssh2 from 'ssh2';
import { loginOf } from '../machine/ssh-login.ts';

/** What a member's own client would see: logs in and runs one command. */
export function runOverSsh(
  endpoint: {
    host: string;
    port: number;
    username: string;
    password: string | null;
    privateKey: string | null;
  },
  command: string,
  { pty = false } = {},
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const client = new ssh2.Client();
  client.on('error', reject);
  client.on('ready', () => {
    client.exec(command, { pty }, (error, channel) => {
      if (error !== undefined) return reject(error);
      let output = '';
      channel.on('data', (chunk: Buffer) => (output += chunk.toString()));
      channel.on('close', () => resolve(output));
    });
  });
  const { host, port } = endpoint;
  client.connect({ host, port, ...loginOf(endpoint) });
  return promise.finally(() => client.end());
}
