import { TerminalControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { RawData, WebSocket } from 'ws';
import type { Shell } from './open-shell.ts';
import { bytesOf, parseJson } from './read-frames.ts';

/** What may wait for a slow page before the shell is held back. */
const bufferBytesMax = 256 * 1024;

/** Passes a shell's bytes, size and end on until either side ends. */
export function carryTerminal(broker: WebSocket, { channel, client }: Shell): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();

  function tell(message: TerminalControl): void {
    if (broker.readyState === broker.OPEN) broker.send(JSON.stringify(message));
  }

  function print(bytes: Buffer): void {
    if (broker.readyState !== broker.OPEN) return;
    broker.send(bytes, { binary: true }, () => {
      if (broker.bufferedAmount <= bufferBytesMax / 2) channel.resume();
    });
    if (broker.bufferedAmount > bufferBytesMax) channel.pause();
  }

  function take(data: RawData, isBinary: boolean): void {
    const bytes = bytesOf(data);
    if (isBinary) {
      if (!channel.writable || channel.write(bytes)) return;
      broker.pause();
      channel.once('drain', () => broker.resume());
      return;
    }
    const control = TerminalControl.safeParse(parseJson(bytes)).data;
    if (control?.type === 'resize') channel.setWindow(control.rows, control.columns, 0, 0);
  }

  tell({ type: 'opened' });
  channel.on('data', print);
  channel.stderr.on('data', print);
  channel.once('exit', (code: number | null) => tell({ type: 'exit', code }));
  channel.once('close', () => broker.close(1000));
  channel.on('error', () => undefined);
  // The line to the machine broke: nothing more comes, and nobody said that the shell has ended.
  client.on('error', () => broker.close(1011));
  client.once('close', () => broker.close(1011));
  broker.on('message', take);
  broker.once('close', () => {
    client.destroy();
    resolve();
  });
  broker.resume();
  if (broker.readyState !== broker.OPEN) client.destroy();
  return promise;
}
