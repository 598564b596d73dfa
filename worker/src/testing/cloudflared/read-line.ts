import type { Socket } from 'node:net';

/** The first line that arrives; what came behind it stays in the socket, which is paused then. */
export function readLine(socket: Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let heard = Buffer.alloc(0);
  function take(): void {
    for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) {
      heard = Buffer.concat([heard, chunk]);
      const end = heard.indexOf('\n');
      if (end === -1) continue;
      socket.off('readable', take);
      socket.unshift(heard.subarray(end + 1));
      return resolve(heard.subarray(0, end).toString());
    }
  }
  socket.on('readable', take);
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('It was closed.')));
  return promise;
}
