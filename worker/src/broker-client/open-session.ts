import { challengeText } from '@coinslot/shared/worker-messages/challenge.ts';
import type { Challenge } from '@coinslot/shared/worker-messages/challenge.ts';
import { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import { protocolVersion } from '@coinslot/shared/worker-messages/version.ts';
import type { Welcome } from '@coinslot/shared/worker-messages/welcome.ts';
import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import type { WorkerIdentity } from '../identity/worker-identity.ts';
import { workerVersion } from '../version.ts';

const handshakeTimeoutMs = 15_000;

export type SessionEnd = { code: number; reason: string };
/** What comes after the handshake. */
export type SessionMessage = Exclude<DownMessage, { type: 'challenge' | 'welcome' }>;

/** A connection on which the broker has welcomed this worker and the join counter is on the disk. */
export type BrokerSession = {
  welcome: Welcome;
  send: (message: UpMessage) => void;
  /** Closes politely. */
  close: (code: number, reason: string) => void;
  /** The line is dead: do not wait for the other side. */
  terminate: () => void;
};

export type SessionHandlers = {
  /** `joined` was sent. Called before any `message`. */
  joined: (session: BrokerSession) => void;
  message: (message: SessionMessage) => void;
};

/**
 * Opens one connection: challenge → hello → welcome → (join counter stored) → joined, then messages.
 * Resolves when it has ended, for whatever reason; it never rejects. An aborted signal closes it at once.
 */
export function openSession(
  options: { url: string; identity: WorkerIdentity; bootId: string; signal: AbortSignal },
  handlers: SessionHandlers,
): Promise<SessionEnd> {
  const { url, identity, bootId, signal } = options;
  const { promise, resolve } = Promise.withResolvers<SessionEnd>();
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: 16 * 1024 * 1024,
    handshakeTimeout: handshakeTimeoutMs,
  });
  const handshakeTimer = setTimeout(() => socket.terminate(), handshakeTimeoutMs);
  const abort = (): void => socket.terminate();
  signal.addEventListener('abort', abort, { once: true });
  let ownReason: string | null = null;

  function fail(reason: string): void {
    ownReason ??= reason;
    socket.close(1002, reason.slice(0, 100));
  }

  const handshake = createHandshake({ identity, bootId, socket, handlers, fail });
  handshake.done.then(
    () => clearTimeout(handshakeTimer),
    () => fail('the handshake failed'),
  );
  socket.on('message', (data) => handshake.receive(data));
  socket.on('error', (error) => {
    ownReason ??= error.message;
  });
  socket.on('close', (code, reason) => {
    clearTimeout(handshakeTimer);
    signal.removeEventListener('abort', abort);
    // A join counter that is being stored is stored before the next connection names it.
    void handshake.settled().then(() => resolve({ code, reason: reason.toString() || (ownReason ?? '') }));
  });
  if (signal.aborted) abort();
  return promise;
}

/** Messages are handled strictly one after another: storing the join counter takes a moment and others may follow it. */
function createHandshake(context: {
  identity: WorkerIdentity;
  bootId: string;
  socket: WebSocket;
  handlers: SessionHandlers;
  fail: (reason: string) => void;
}): { receive: (data: RawData) => void; done: Promise<void>; settled: () => Promise<void> } {
  const { identity, bootId, socket, handlers, fail } = context;
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  let expects: 'challenge' | 'welcome' | 'messages' = 'challenge';
  let queue = Promise.resolve();

  function send(message: UpMessage): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  /** Nothing half-handled stays: the next connection starts from what the broker says then. */
  function refuse(error: unknown): void {
    fail(`handling a message failed: ${error instanceof Error ? error.message : 'unknown'}`);
    reject(error);
  }

  async function handle(message: DownMessage): Promise<void> {
    if (expects === 'messages' && message.type !== 'challenge' && message.type !== 'welcome')
      handlers.message(message);
    else if (expects === 'challenge' && message.type === 'challenge') {
      if (message.brokerId !== identity.brokerId)
        return fail('another broker answered than this worker joined');
      expects = 'welcome';
      send(answerTo(message, identity, bootId));
    } else if (expects === 'welcome' && message.type === 'welcome') {
      await identity.storeJoinCounter(message.joinCounter);
      expects = 'messages';
      send({ type: 'joined', joinCounter: message.joinCounter });
      handlers.joined({
        welcome: message,
        send,
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.terminate(),
      });
      resolve();
    } else fail(`unexpected message ${message.type}`);
  }

  return {
    done,
    settled: () => queue,
    receive(data) {
      const message = parse(data);
      if (message === null) fail('a message was not understood');
      else queue = queue.then(() => handle(message)).catch(refuse);
    },
  };
}

function answerTo(challenge: Challenge, identity: WorkerIdentity, bootId: string): UpMessage {
  const facts = { workerId: identity.workerId, bootId, joinCounter: identity.joinCounter() };
  return {
    type: 'hello',
    protocol: protocolVersion,
    version: workerVersion,
    ...facts,
    signature: identity.sign(challengeText(challenge, facts)),
  };
}

function parse(data: RawData): DownMessage | null {
  try {
    // With the default binaryType a text frame arrives as one Buffer.
    const text = Array.isArray(data)
      ? Buffer.concat(data).toString('utf8')
      : Buffer.from(data as Buffer).toString('utf8');
    return DownMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
