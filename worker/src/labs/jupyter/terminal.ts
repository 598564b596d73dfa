import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { z } from 'zod';
import type { Console } from '../../recipes/console.ts';
import { findMarkedAnswer } from '../../recipes/marked-answer.ts';
import type { MarkedAnswer } from '../../recipes/marked-answer.ts';
import type { PageSocket } from '../../recipes/page-socket.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { MachineAnswer, Terminal, TerminalFrame } from './schema.ts';
import { signInAgain } from './sign-in.ts';

const machineSource = readFileSync(join(import.meta.dirname, 'machine.py'));
/** A terminal that no shell reads yet takes lines of 4,096 characters at most. */
const lineLength = 900;
/** How long a shell may be silent before we type all the same. */
const promptMs = 2000;

type Order = { act: string; failure: ProvisionFailure } & Record<string, unknown>;

/**
 * Does one act of `machine.py` on the machine through a terminal of its server, which is closed again after it.
 *
 * @param server the address of the server on whose page the console stands
 * @param order `failure` is what it is told as when the machine cannot do it
 */
export async function askMachine<Value>(
  console: Console,
  server: string,
  order: Order,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const { failure, ...fields } = order;
  const nonce = randomBytes(16).toString('hex');
  const marked = await inTerminal(console, server, async (socket) => {
    await waitForPrompt(console, socket);
    for (const line of typedLines(nonce, { ...fields, nonce }))
      await socket.send(JSON.stringify(['stdin', `${line}\r`]));
    return socket.waitFor((frames) => findMarkedAnswer(outputOf(frames), nonce));
  });
  const answer = understand(marked, failure);
  if (!answer.ok) throw new RecipeError(failure, answer.error);
  const value = schema.safeParse(answer.value);
  if (value.success) return value.data;
  const names = value.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new RecipeError(failure, `The machine answered in another form: ${names}.`);
}

async function inTerminal<Value>(
  console: Console,
  server: string,
  act: (socket: PageSocket) => Promise<Value>,
): Promise<Value> {
  const name = await newTerminal(console, server);
  try {
    const socket = await console.openSocket(`${server}terminals/websocket/${encodeURIComponent(name)}`);
    try {
      return await act(socket);
    } finally {
      await socket.close();
    }
  } finally {
    // What is left of it goes with the server; nothing hangs on it.
    const path = `${server}api/terminals/${encodeURIComponent(name)}`;
    await console
      .call('DELETE', path)
      .catch((error: unknown) => console.note(`terminal kept: ${String(error)}`));
  }
}

async function newTerminal(console: Console, server: string): Promise<string> {
  for (;;) {
    const { status, body } = await console.call('POST', `${server}api/terminals`, {});
    const terminal = Terminal.safeParse(body);
    if (status < 300 && terminal.success) return terminal.data.name;
    if (status === 424) throw new RecipeError('machine_lost', 'The server does not run any more.');
    if (status !== 401 && status !== 403)
      throw new RecipeError('shell_failed', `The server opened no terminal (status ${status}).`);
    await signInAgain(console);
    await console.open(server);
  }
}

/** Typed before a shell reads, it would be shown twice and might be cut. */
async function waitForPrompt(console: Console, socket: PageSocket): Promise<void> {
  const shown = socket.waitFor((frames) => (outputOf(frames) === '' ? null : true));
  await Promise.race([shown, console.pause(promptMs)]);
}

/** The program travels in the lines, so nothing has to be on the machine; the answer's mark stands in none of them. */
function typedLines(nonce: string, order: Record<string, unknown>): string[] {
  const loader =
    'import sys,base64,zlib;SOURCE=zlib.decompress(base64.b64decode(sys.stdin.read())).decode();exec(SOURCE)';
  const argument = Buffer.from(JSON.stringify(order)).toString('base64');
  const packed = deflateSync(machineSource).toString('base64');
  const chunks = packed.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  const exit = `printf 'COINSLOT%s %s %s\\n' -EXIT ${nonce} $?`;
  return [` python3 -c '${loader}' \\`, `${argument} <<'E'; ${exit}`, ...chunks, 'E'];
}

function outputOf(frames: readonly string[]): string {
  return frames.map((frame) => TerminalFrame.safeParse(parseOrNull(frame)).data?.[1] ?? '').join('');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function understand(marked: MarkedAnswer, failure: ProvisionFailure): z.infer<typeof MachineAnswer> {
  if (marked.kind === 'answer') {
    const answer = MachineAnswer.safeParse(marked.value);
    if (answer.success) return answer.data;
    throw new RecipeError(failure, 'The machine answered in another form.');
  }
  const { code } = marked;
  throw new RecipeError(
    failure,
    code === 127 ? 'The machine has no python3, which the set-up needs.' : `python3 ended with code ${code}.`,
  );
}
