import WebSocket from 'ws';
import { z } from 'zod';
import { findMarkedAnswer } from '../../../worker/src/recipes/marked-answer.ts';

/** One user of a JupyterHub, and a token that may start and enter the user's server. */
export interface HubUser {
  /** The hub's address, without a path. */
  url: string;
  token: string;
  username: string;
}

const askedWithinMs = 60_000;
const Progress = z.object({ ready: z.boolean().optional(), failed: z.boolean().optional() });
const Terminal = z.object({ name: z.string() });
const Frame = z.tuple([z.string()]).rest(z.unknown());

/** Asks for the user's server and resolves when the hub says that it is ready. */
export async function startServer(user: HubUser): Promise<void> {
  const path = `/hub/api/users/${user.username}/server`;
  const answer = await ask(user, 'POST', path);
  if (answer.status === 201) return;
  const progress = await ask(user, 'GET', `${path}/progress`);
  for (const [, event = ''] of (await progress.text()).matchAll(/^data: (.*)$/gm)) {
    const { ready, failed } = Progress.parse(JSON.parse(event));
    if (ready === true) return;
    if (failed === true) break;
  }
  throw new Error('the hub did not start the server');
}

export async function stopServer(user: HubUser): Promise<void> {
  const path = `/hub/api/users/${user.username}/server`;
  const { status } = await ask(user, 'DELETE', path);
  // 202: it is being stopped; the next start has to wait for its end.
  for (let last = status; last === 202; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = (await ask(user, 'DELETE', path)).status;
  }
}

/** Runs one command in a terminal of its own and answers with what it said in its marked line. */
export async function runInTerminal(user: HubUser, command: string, nonce: string): Promise<unknown> {
  const created = await ask(user, 'POST', `/user/${user.username}/api/terminals`);
  const { name } = Terminal.parse(await created.json());
  const socket = new WebSocket(
    `${user.url.replace(/^http/, 'ws')}/user/${user.username}/terminals/websocket/${name}`,
    { headers: { authorization: `token ${user.token}` } },
  );
  try {
    return await answerOf(socket, command, nonce);
  } finally {
    socket.terminate();
    await ask(user, 'DELETE', `/user/${user.username}/api/terminals/${name}`);
  }
}

function answerOf(socket: WebSocket, command: string, nonce: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const late = setTimeout(() => reject(new Error('the terminal did not answer')), askedWithinMs);
  let output = '';
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('the terminal closed')));
  socket.on('open', () => socket.send(JSON.stringify(['stdin', command])));
  socket.on('message', (data: Buffer) => {
    const [kind, text] = Frame.parse(JSON.parse(data.toString()));
    if (kind !== 'stdout') return;
    output += z.string().parse(text);
    const found = findMarkedAnswer(output, nonce);
    if (found?.kind === 'answer') resolve(found.value);
    else if (found !== null) reject(new Error(`the command ended with ${found.code}`));
  });
  return promise.finally(() => clearTimeout(late));
}

async function ask({ url, token }: HubUser, method: string, path: string): Promise<Response> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `token ${token}` },
    signal: AbortSignal.timeout(askedWithinMs),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
