import { connect } from 'node:net';

/** Whether something that speaks SSH answers at this address in time. */
export function probeSsh(address: { host: string; port: number }, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: address.host, port: address.port });
  let received = '';
  const finish = (answers: boolean): void => {
    socket.destroy();
    resolve(answers);
  };
  socket.setTimeout(timeoutMs, () => finish(false));
  socket.on('error', () => finish(false));
  socket.on('close', () => finish(false));
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (received.startsWith('SSH-')) finish(true);
    else if (received.length > 1024) finish(false);
  });
  return promise;
}
