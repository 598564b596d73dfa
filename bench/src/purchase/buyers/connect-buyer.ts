import { connect } from 'node:net';

export interface Buyer {
  /** Sends one whole request and resolves with the answer's status when its body has come. */
  ask: (request: string) => Promise<number>;
  close: () => void;
}

/**
 * One kept HTTP/1.1 connection that reads no more of an answer than it must: a client of a few microseconds, because it shares the
 * processors with what it measures.
 */
export async function connectBuyer(host: string, port: number): Promise<Buyer> {
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (data: string) => {
    received += data;
    const status = readWholeAnswer(received);
    if (status === undefined) return;
    received = '';
    waiting?.resolve(status);
  });
  const fail = () =>
    waiting?.reject(new Error(`the broker closed the connection: ${received.slice(0, 200)}`));
  socket.on('close', fail);
  socket.on('error', fail);
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}

function readWholeAnswer(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text.slice(0, headEnd)}`);
  return text.length >= headEnd + 4 + Number(length) ? Number(text.slice(9, 12)) : undefined;
}
