import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { z } from 'zod';
import type { Console } from '../../recipes/console.ts';
import { findMarkedAnswer } from '../../recipes/marked-answer.ts';
import type { MarkedAnswer } from '../../recipes/marked-answer.ts';
import { parseOrNull } from '../../recipes/page-call.ts';
import type { PageSocket } from '../../recipes/page-socket.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { dropToken, readToken } from './access-token.ts';
import { MachineAnswer, Terminal, TerminalFrame } from './schema.ts';
import { getCookies } from './server.ts';
import { signInAgain } from './sign-in.ts';

const machineSource = readFileSync(join(import.meta.dirname, 'machine.py'));
/** A terminal that no shell reads yet takes lines of 4,096 characters at most. */
const packedSource = inLines(deflateSync(machineSource).toString('base64'));
/** How long a shell may be silent before we type all the same. */
const promptMs = 2000;

const keptName = 'jupyter-terminal';
const droppedName = 'jupyter-terminal-dropped';

type Order = { act: string; failure: ProvisionFailure; keepOpen?: boolean } & Record<string, unknown>;

/**
 * Does one act of `machine.py` on the machine through a terminal of its server.
 *
 * @param server the address of the server on whose page the console stands
 * @param order `failure` is what it is told as when the machine cannot do it; `keepOpen`: the next step goes on in the same terminal
 */
export async function askMachine<Value>(
  console: Console,
  server: string,
  { failure, keepOpen = false, ...act }: Order,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const nonce = randomBytes(16).toString('hex');
  const lines = machineCommand(nonce, act);
  const marked = await inTerminal(console, server, keepOpen, (socket) =>
    typeIn(console, socket, lines, nonce),
  );
  const answer = understand(marked, failure);
  if (!answer.ok) throw new RecipeError(failure, answer.error);
  const value = schema.safeParse(answer.value);
  if (value.success) return value.data;
  const names = value.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new RecipeError(failure, `The machine answered in another form: ${names}.`);
}

/** Opens a terminal for the next steps, whose shell does what is typed. */
export async function greetShell(console: Console, server: string): Promise<void> {
  const nonce = randomBytes(16).toString('hex');
  const line = ` printf 'COINSLOT%s %s %s\\n' -EXIT ${nonce} 0`;
  await inTerminal(console, server, true, (socket) => typeIn(console, socket, [line], nonce));
}

async function typeIn(
  console: Console,
  socket: PageSocket,
  lines: readonly string[],
  nonce: string,
): Promise<MarkedAnswer> {
  await waitForPrompt(console, socket);
  await socket.send(...lines.map((line) => JSON.stringify(['stdin', `${line}\r`])));
  return socket.waitFor((frames) => findMarkedAnswer(terminalOutput(frames), nonce));
}

/** Closes what an earlier step left open. The server takes a moment for it, which only the next terminal has to wait for. */
export function dropTerminal(console: Console, server: string): Promise<void> {
  const name = keptTerminal(console);
  if (name === null) return Promise.resolve();
  console.session.kept?.delete(keptName);
  const closed = closeTerminal(console, server, name);
  console.session.kept?.set(droppedName, closed);
  return closed;
}

/** Never fails: what is left of it goes with the server, and nothing hangs on it. */
async function closeTerminal(console: Console, server: string, name: string): Promise<void> {
  try {
    const bearer = await readToken(console);
    const socket = await console.openSocket(socketPath(server, name, bearer));
    await socket.close();
    const path = `${server}api/terminals/${encodeURIComponent(name)}`;
    await console.call('DELETE', path, undefined, { bearer });
  } catch (error) {
    console.note(`a terminal was left open: ${String(error)}`);
  }
}

async function inTerminal<Value>(
  console: Console,
  server: string,
  keepOpen: boolean,
  act: (socket: PageSocket) => Promise<Value>,
): Promise<Value> {
  const name = keptTerminal(console) ?? (await newTerminal(console, server));
  console.session.kept ??= new Map();
  console.session.kept.set(keptName, name);
  let isDone = false;
  try {
    const value = await act(await openTerminal(console, server, name));
    isDone = true;
    return value;
  } finally {
    if (!isDone || !keepOpen) void dropTerminal(console, server);
  }
}

function keptTerminal(console: Console): string | null {
  const name = console.session.kept?.get(keptName);
  return typeof name === 'string' ? name : null;
}

/** A page's socket can send no header; a server that takes no token in an address wants its cookies. */
async function openTerminal(console: Console, server: string, name: string): Promise<PageSocket> {
  const token = await readToken(console);
  try {
    return await console.openSocket(socketPath(server, name, token));
  } catch (error) {
    if (token === undefined || !(error instanceof RecipeError)) throw error;
    dropToken(console);
    await getCookies(console, server);
    return console.openSocket(socketPath(server, name, undefined));
  }
}

function socketPath(server: string, name: string, token: string | undefined): string {
  const path = `${server}terminals/websocket/${encodeURIComponent(name)}`;
  return token === undefined ? path : `${path}?token=${encodeURIComponent(token)}`;
}

async function newTerminal(console: Console, server: string): Promise<string> {
  // Names are given out again as soon as they are free.
  await console.session.kept?.get(droppedName);
  for (;;) {
    const bearer = await readToken(console);
    const { status, body } = await console.call('POST', `${server}api/terminals`, {}, { bearer });
    const terminal = Terminal.safeParse(body);
    if (status < 300 && terminal.success) return terminal.data.name;
    if (status === 424) throw new RecipeError('machine_lost', 'The server does not run any more.');
    if (status !== 401 && status !== 403)
      throw new RecipeError('shell_failed', `The server opened no terminal (status ${status}).`);
    if (bearer === undefined) await signInAgain(console);
    dropToken(console);
    await getCookies(console, server);
  }
}

/** Typed before a shell reads, it would be shown twice and might be cut. */
async function waitForPrompt(console: Console, socket: PageSocket): Promise<void> {
  const shown = socket.waitFor((frames) => (terminalOutput(frames) === '' ? null : true));
  await Promise.race([shown, console.pause(promptMs)]);
}

/**
 * The lines to type for one act: the program travels in them, so that nothing has to be on the machine, and so does the order, which
 * may hold a secret: everybody on the machine can read a command line. The answer's mark stands in none of them, and the shell's history
 * keeps none. What a member before left for python3 to find is not asked, as far as the shell lets us choose.
 */
export function machineCommand(nonce: string, act: Record<string, unknown>): string[] {
  const loader =
    'import sys,base64,zlib;ORDER,packed=sys.stdin.read().split("-");SOURCE=zlib.decompress(base64.b64decode(packed)).decode();exec(SOURCE)';
  const order = Buffer.from(JSON.stringify({ ...act, nonce })).toString('base64');
  const exit = `printf 'COINSLOT%s %s %s\\n' -EXIT ${nonce} $?`;
  return [
    ' unset HISTFILE; P=/usr/bin/python3; [ -x $P ] || P=python3',
    ` "$P" -I -c '${loader}' <<'E'; ${exit}`,
    ...inLines(order),
    '-',
    ...packedSource,
    'E',
  ];
}

function inLines(text: string): string[] {
  return text.match(/.{1,900}/g) ?? [];
}

/** What a terminal showed, by the text frames of its socket. */
function terminalOutput(frames: readonly string[]): string {
  return frames.map((frame) => TerminalFrame.safeParse(parseOrNull(frame)).data?.[1] ?? '').join('');
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
