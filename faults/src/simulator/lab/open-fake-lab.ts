import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../random.ts';
import { createLabMachines, type LabMachine, type LabMachines } from './lab-machines.ts';
import { createMoods, type LabMoods, type Mood } from './lab-mood.ts';
import type { LabAct, LabRecord } from './lab-record.ts';
import { ExtendOrder, SignInOrder, StartOrder } from './lab-words.ts';

/** A lab over real HTTP that misbehaves as its seed says and keeps the record of what it really did. */
export interface FakeLab {
  url: string;
  record: LabRecord;
  machines: LabMachines;
  /** Nothing goes wrong any more. */
  calm: () => void;
  close: () => Promise<void>;
}

export interface FakeLabOptions {
  seats: readonly { username: string; password: string; machinesMax: number }[];
  lagMs: number;
  /** 0 = a good lab, 1 = as bad as usual. */
  level: number;
}

interface Session {
  seat: string;
  worker: string;
}

/** What one request meets. */
interface Visit {
  lab: { record: LabRecord; machines: LabMachines; moods: LabMoods; seats: FakeLabOptions['seats'] };
  session: Session;
  ref: string;
  body: unknown;
}

type Answer = { status: number; body?: unknown };

export async function openFakeLab(random: Random, options: FakeLabOptions): Promise<FakeLab> {
  const record: LabRecord = { sessions: [], acts: [], faults: {}, troubles: [] };
  const machines = createLabMachines(record, random.fork('times'));
  const moods = createMoods(random.fork('moods'), options);
  const lab: Visit['lab'] = { record, machines, moods, seats: options.seats };
  const tokens = new Map<string, Session>();
  const server = createServer((request, response) => {
    serve(lab, tokens, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    record,
    machines,
    calm: moods.calm,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      machines.closeAll();
    },
  };
}

async function serve(
  lab: Visit['lab'],
  tokens: Map<string, Session>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const [, first = '', ref = '', act = ''] = (request.url ?? '').split('/');
  if (first === 'sign-in') {
    const { username, password, worker } = SignInOrder.parse(body);
    const isKnown = lab.seats.some((seat) => seat.username === username && seat.password === password);
    const token = randomBytes(12).toString('hex');
    tokens.set(token, { seat: username, worker });
    const mood = lab.moods.next('sign_in', username);
    return await behave(lab.record, { mood, seat: username }, response, async () =>
      isKnown ? { status: 200, body: { token } } : { status: 403 },
    );
  }
  const session = tokens.get((request.headers.authorization ?? '').replace(/^token /, ''));
  if (session === undefined) return void response.writeHead(401).end();
  const visit = { lab, session, ref, body };
  const { kind, run } = chooseAct(request.method ?? '', ref, act);
  const mood = lab.moods.next(kind, session.seat);
  await behave(lab.record, { mood, seat: session.seat }, response, () => run(visit, mood));
}

function chooseAct(
  method: string,
  ref: string,
  act: string,
): { kind: Parameters<LabMoods['next']>[0]; run: (visit: Visit, mood: Mood) => Promise<Answer> } {
  if (method === 'GET' && ref === '') return { kind: 'list', run: list };
  if (method === 'GET') return { kind: 'show', run: async (visit) => show(find(visit)) };
  if (ref === '') return { kind: 'start', run: start };
  return { kind: 'change', run: async (visit) => change(visit, act) };
}

async function behave(
  record: LabRecord,
  { mood, seat }: { mood: Mood; seat: string },
  response: ServerResponse,
  act: () => Promise<Answer>,
): Promise<void> {
  for (const fault of [mood.answer, mood.trick])
    if (fault !== 'ok' && fault !== 'none') record.faults[fault] = (record.faults[fault] ?? 0) + 1;
  const isLie = mood.trick === 'empty' || mood.trick === 'partial';
  if (isLie || mood.answer !== 'ok') record.troubles.push({ at: Date.now(), seat, isLie });
  if (mood.waitMs > 0) await pause(mood.waitMs);
  if (mood.answer === 'error') return void response.writeHead(500).end();
  const { status, body } = await act();
  if (mood.answer === 'lost') return void response.destroy();
  if (mood.answer === 'failed_after') return void response.writeHead(500).end();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? {}));
}

async function start(visit: Visit, mood: Mood): Promise<Answer> {
  const { lab, session } = visit;
  const { seat } = session;
  const { label, minutes } = StartOrder.parse(visit.body);
  note(visit, 'start', { ref: '', label });
  const running = lab.machines
    .running()
    .filter((one) => one.session.seat === seat && !one.session.isStranger);
  const most = lab.seats.find(({ username }) => username === seat)?.machinesMax ?? 1;
  if (running.length >= most) return { status: 409 };
  const make = (isTwin: boolean): Promise<LabMachine> =>
    lab.machines.start({ seat, label, minutes, isTwin, listLagMs: lab.moods.listLagMs(seat) });
  const machine = await make(false);
  if (mood.trick === 'twin') await make(true);
  return { status: 201, body: { ref: machine.session.ref } };
}

async function list({ lab, session }: Visit, { trick }: Mood): Promise<Answer> {
  const now = Date.now();
  const own = lab.machines
    .running()
    .filter(({ session: { seat, listedFrom } }) => seat === session.seat && listedFrom <= now);
  const told = trick === 'empty' ? [] : own.filter((_, index) => trick !== 'partial' || index % 2 === 1);
  const machines = told.map((machine) => ({
    ref: machine.session.ref,
    label: machine.shownLabel,
    state: machine.state(),
  }));
  return { status: 200, body: { machines } };
}

function show(machine: LabMachine | undefined): Answer {
  return machine === undefined ? { status: 404 } : { status: 200, body: machine.show() };
}

function change(visit: Visit, act: string): Answer {
  const machine = find(visit);
  if (machine === undefined) return { status: 404 };
  if (act !== 'end' && act !== 'extend' && act !== 'restart') return { status: 404 };
  note(visit, act, machine.session);
  if (act === 'end') machine.end('request', 60);
  else if (machine.state() !== 'live') return { status: 409 };
  else if (act === 'extend') machine.extend(ExtendOrder.parse(visit.body).minutes);
  else machine.restart(300);
  return show(machine);
}

function find({ lab, session, ref }: Visit): LabMachine | undefined {
  return lab.machines.find(session.seat, ref);
}

function note(
  { lab, session }: Visit,
  kind: LabAct['kind'],
  { ref, label }: { ref: string; label: string },
): void {
  lab.record.acts.push({ at: Date.now(), kind, ...session, ref, label });
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) if (Buffer.isBuffer(piece)) pieces.push(piece);
  const text = Buffer.concat(pieces).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}
