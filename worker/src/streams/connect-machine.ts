import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Address } from '../machine/way-in.ts';
import { StreamFaultError } from './stream-fault.ts';

const connectTimeoutMs = 8_000;

/** @throws StreamFaultError `unreachable` */
export async function connectMachine({ host, port }: Address, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(connectTimeoutMs)]);
  const abort = (): void => reject(bounded.reason);
  bounded.addEventListener('abort', abort, { once: true });
  socket.once('connect', () => resolve(socket));
  socket.on('error', reject);
  try {
    bounded.throwIfAborted();
    return await promise;
  } catch (error) {
    socket.destroy();
    throw new StreamFaultError('unreachable', { cause: error });
  } finally {
    bounded.removeEventListener('abort', abort);
  }
}
