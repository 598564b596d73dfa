import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { AuthContext, PseudoTtyInfo, ServerChannel, Session } from 'ssh2';
import ssh2 from 'ssh2';
import { refuseProgram, runInTerminal, runPiped, type RunningProgram } from './run-program.ts';
import type { AgentSettings } from './settings.ts';

const maxTries = 5;
const delayAfterWrongPasswordMs = 400;
const maxVariables = 32;

/**
 * Serves SSH to one connection for one member of one machine: password only, at most five tries. `onSignedIn` is told when
 * somebody is in. One that is not in time is cut.
 */
export function serveSsh(socket: Socket, settings: AgentSettings, onSignedIn: () => void): void {
  const timing = { keepaliveInterval: 30_000, keepaliveCountMax: 3 };
  const hostKeys = [settings.hostKeyPem];
  // Who never logs in, and who says just enough not to be silent, would take the place of those who want to.
  const grace = setTimeout(() => socket.destroy(), settings.loginGraceMs);
  socket.once('close', () => clearTimeout(grace));
  // A server of its own: it tells which of its connections signed in to nobody else.
  const server = new ssh2.Server({ hostKeys, ident: 'coinslot-lab', ...timing }, (connection) => {
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
      clearTimeout(grace);
      onSignedIn();
      connection.on('session', (accept) => serveSession(accept(), settings));
    });
  });
  server.injectSocket(socket);
}

function isRightPassword(settings: AgentSettings, context: AuthContext): boolean {
  if (context.method !== 'password') return false;
  const given = createHash('sha256').update(settings.passwordSalt).update(context.password).digest();
  const right = timingSafeEqual(given, Buffer.from(settings.passwordSha256, 'hex'));
  return right && context.username === settings.member;
}

/** One session: a shell or one command, with or without a terminal. */
function serveSession(session: Session, settings: AgentSettings): void {
  const fromClient = new Map<string, string>();
  let terminal: PseudoTtyInfo | null = null;
  let running: RunningProgram | null = null;

  function start(channel: ServerChannel, program: readonly string[]): void {
    const request = { settings, program, fromClient, channel };
    try {
      running = terminal === null ? runPiped(request) : runInTerminal(request, terminal);
    } catch {
      refuseProgram(channel);
    }
  }

  session.on('env', (accept, _reject, info) => {
    if (fromClient.size < maxVariables) fromClient.set(info.key, info.val);
    accept?.();
  });
  session.on('pty', (accept, _reject, info) => {
    terminal = info;
    accept?.();
  });
  session.on('window-change', (accept, _reject, info) => {
    running?.resize(info.cols, info.rows);
    accept?.();
  });
  session.on('signal', (accept, _reject, info) => {
    running?.signal(`SIG${info.name}`);
    accept?.();
  });
  session.on('shell', (accept) => start(accept(), ['/bin/bash', '-l']));
  session.on('exec', (accept, _reject, info) => start(accept(), ['/bin/bash', '-c', info.command]));
}
