import { connect } from 'node:net';
import type { Address } from '../machine/way-in.ts';
import { pause } from '../pause.ts';

const tryMs = 8000;
const betweenMs = 500;

/** Waits until something speaks SSH there: a name that was made a moment ago is not known everywhere yet. */
export async function awaitSsh(address: Address, signal: AbortSignal): Promise<void> {
  while (!(await speaksSsh(address, AbortSignal.any([signal, AbortSignal.timeout(tryMs)]))))
    await pause(betweenMs, signal);
}

function speaksSsh({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port });
  let heard = '';
  const abort = (): void => resolve(false);
  signal.addEventListener('abort', abort, { once: true });
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
    if (heard.length >= 4) resolve(heard.startsWith('SSH-'));
  });
  socket.on('error', () => resolve(false));
  socket.on('close', () => resolve(false));
  return promise.finally(() => {
    signal.removeEventListener('abort', abort);
    socket.destroy();
  });
}
