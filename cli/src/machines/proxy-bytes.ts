import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { gatewayPath } from '@coinslot/shared/http/gateway.ts';
import { Problem } from '@coinslot/shared/http/problem.ts';
import { streamCloseCodes } from '@coinslot/shared/http/terminal.ts';
import { liveCloseCodes } from '@coinslot/shared/live-events/live-frame.ts';
import { StreamFault, streamFaults } from '@coinslot/shared/worker-messages/stream.ts';
import { createWebSocketStream, WebSocket } from 'ws';
import { cliError, problemError } from '../cli-error.ts';

export interface Bytes {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
}

export interface ProxyLine {
  server: string;
  key: string | null;
  machineId: string;
  signal: AbortSignal;
}

const openTimeoutMs = 30_000;
/** A WebSocket that broke off. */
const cutWithoutWord = 1006;

/**
 * Carries bytes between `input`/`output` and a machine's SSH server, through the server and its worker. Returns when the machine has
 * closed; either side that is slow makes the other wait.
 */
export async function proxyBytes({ server, key, machineId, signal }: ProxyLine, bytes: Bytes): Promise<void> {
  const url = new URL(gatewayPath(machineId), server);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    handshakeTimeout: openTimeoutMs,
    followRedirects: false,
    perMessageDeflate: false,
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const stop = () => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await opened(socket, server);
    const line = createWebSocketStream(socket);
    const over = new AbortController();
    const up = pipeline(bytes.input, line, { signal: over.signal });
    const down = pipeline(line, bytes.output, { end: false });
    // However the sending ends: all that the machine said first is still to be written.
    up.catch(() => undefined);
    await down.catch(() => undefined);
    over.abort();
    tellClose(await closed);
  } finally {
    signal.removeEventListener('abort', stop);
    socket.terminate();
  }
}

async function opened(socket: WebSocket, server: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('unexpected-response', (_, response) => {
      readRefusal(response).then(reject, reject);
    });
    socket.once('error', (error) =>
      reject(cliError('unavailable', `${server} cannot be reached (${error.message}).`)),
    );
  });
}

async function readRefusal(response: IncomingMessage): Promise<Error> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  const problem = Problem.safeParse(tryJson(text));
  return problem.success
    ? problemError(problem.data)
    : cliError('unavailable', `The server answered ${response.statusCode ?? 0}.`);
}

function tellClose({ code, reason }: { code: number; reason: string }): void {
  const fault = StreamFault.safeParse(reason);
  if (fault.success) throw cliError('unavailable', streamFaults[fault.data]);
  const { restart, signedOut } = liveCloseCodes;
  if (code === signedOut.code)
    throw cliError('notAllowed', 'You are signed out. Sign in again: coinslot login');
  if (code === streamCloseCodes.cut.code || code === restart.code || code === cutWithoutWord) {
    throw cliError('unavailable', 'The connection was cut on the way. Try again.');
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
