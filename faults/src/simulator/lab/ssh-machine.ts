import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import ssh2 from 'ssh2';

/** The way into one machine of the fake lab: a real SSH server with a host key and a password of its own. */
export interface SshMachine {
  port: number;
  username: string;
  password: string;
  hostKeyFingerprint: string;
  close: () => void;
}

export async function openSshMachine(): Promise<SshMachine> {
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
  const password = randomBytes(12).toString('hex');
  const clients = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    client.on('authentication', (asked) => {
      if (asked.method === 'password' && asked.password === password) asked.accept();
      else asked.reject(['password']);
    });
    client.on('ready', () => client.on('session', (accept) => serveSession(accept())));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the machine has no port');
  const key = Buffer.from(hostKey.public.split(' ')[1] ?? '', 'base64');
  return {
    port: address.port,
    username: 'member',
    password,
    hostKeyFingerprint: `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`,
    close() {
      server.close();
      for (const client of clients) client.end();
    },
  };
}

/** `true` is all that is run here. */
function serveSession(session: ssh2.Session): void {
  session.on('exec', (accept) => {
    const channel = accept();
    channel.exit(0);
    channel.end();
  });
}
