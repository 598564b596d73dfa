import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { EdgeAnswer, EdgeHello } from './edge-words.ts';
import { readLine } from './read-line.ts';

/** Says hello to the edge. `socket` is null when it cannot be reached or hung up. */
export async function askEdge(
  edge: string,
  hello: EdgeHello,
): Promise<{ socket: Socket | null; answer: EdgeAnswer }> {
  const [host = '', port = ''] = edge.split(':');
  const socket = connect(Number(port), host);
  socket.on('error', () => socket.destroy());
  socket.write(`${JSON.stringify(hello)}\n`);
  try {
    return { socket, answer: JSON.parse(await readLine(socket)) as EdgeAnswer };
  } catch {
    return { socket: null, answer: { error: 'dial tcp: connection refused' } };
  }
}
