import { WebSocket } from 'ws';
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
/** What carries output; other frames are passed over. */
const Frame = z.tuple([z.literal('stdout'), z.string()]);

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
  for (let last = status; last === 202;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = (await ask(user, 'DELETE', path)).status;
  }
}

/** A terminal of the user's server. */
export interface HubTerminal {
  /** Types these lines and answers with what the program says in its marked line. */
  run: (lines: readonly string[], nonce: string) => Promise<unknown>;
  close: () => Promise<void>;
}

/** Opens one, and resolves when its shell has shown that it reads. */
export async function openTerminal(user: HubUser): Promise<HubTerminal> {
  const path = `/user/${user.username}`;
  const { name } = Terminal.parse(await (await ask(user, 'POST', `${path}/api/terminals`)).json());
  const socket = new WebSocket(`${user.url.replace(/^http/, 'ws')}${path}/terminals/websocket/${name}`, {
    headers: { authorization: `token ${user.token}` },
  });
  let output = '';
  let look: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  socket.on('error', (error) => fail(error));
  socket.on('close', () => fail(new Error('the terminal closed')));
  socket.on('message', (data: Buffer) => {
    output += Frame.safeParse(JSON.parse(data.toString())).data?.[1] ?? '';
    look();
  });

  /** Resolves once `find` finds something in what was printed. */
  function find<Found>(seek: () => Found | null): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const late = setTimeout(() => reject(new Error('the terminal did not answer')), askedWithinMs);
    fail = reject;
    look = () => {
      const found = seek();
      if (found !== null) resolve(found);
    };
    look();
    return promise.finally(() => clearTimeout(late));
  }

  await find(() => (output === '' ? null : true));
  return {
    async run(lines, nonce) {
      for (const line of lines) socket.send(JSON.stringify(['stdin', `${line}\r`]));
      const found = await find(() => findMarkedAnswer(output, nonce));
      if (found.kind === 'answer') return found.value;
      throw new Error(`the program ended with ${found.code}`);
    },
    async close() {
      socket.terminate();
      await ask(user, 'DELETE', `${path}/api/terminals/${name}`);
    },
  };
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
