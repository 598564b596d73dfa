import { createHash, timingSafeEqual } from 'node:crypto';
import { connect } from 'node:net';
import type { AuthContext, Connection } from 'ssh2';
import ssh2 from 'ssh2';
import { serveSession } from './serve-session.ts';
import type { AgentSettings } from './settings.ts';

const maxTries = 5;
const delayAfterWrongPasswordMs = 400;

/** An SSH server for one member of one machine: password only, at most five tries a connection. */
export function createSshServer(settings: AgentSettings): ssh2.Server {
  return new ssh2.Server(
    {
      hostKeys: [settings.hostKeyPem],
      ident: 'coinslot-lab',
      keepaliveInterval: 30_000,
      keepaliveCountMax: 3,
    },
    (connection) => {
      let tries = 0;
      connection.on('error', () => connection.end());
      connection.on('authentication', (context) => {
        if (context.method === 'password') tries += 1;
        if (isRightPassword(settings, context)) return context.accept();
        if (tries >= maxTries) return connection.end();
        if (context.method !== 'password') return context.reject(['password']);
        setTimeout(() => context.reject(['password']), delayAfterWrongPasswordMs);
      });
      connection.on('ready', () => {
        connection.on('session', (accept) => serveSession(accept(), settings));
        forwardToOwnLoopback(connection);
      });
    },
  );
}

function isRightPassword(settings: AgentSettings, context: AuthContext): boolean {
  if (context.method !== 'password') return false;
  const given = createHash('sha256').update(settings.passwordSalt).update(context.password).digest();
  const right = timingSafeEqual(given, Buffer.from(settings.passwordSha256, 'hex'));
  return right && context.username === settings.member;
}

// `ssh -L`: only to what listens inside this machine, which has no other network anyway.
function forwardToOwnLoopback(connection: Connection): void {
  connection.on('tcpip', (accept, reject, info) => {
    const socket = connect(info.destPort, '127.0.0.1');
    socket.once('error', () => reject());
    socket.once('connect', () => {
      const channel = accept();
      socket.on('error', () => channel.destroy());
      channel.on('error', () => socket.destroy());
      channel.on('close', () => socket.destroy());
      socket.pipe(channel).pipe(socket);
    });
  });
}
