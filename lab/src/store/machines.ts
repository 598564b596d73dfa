import type { SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import type { Store } from './open-store.ts';

const machineSteps = ['reserve', 'isolate', 'limits', 'filesystem', 'ssh', 'reachable'] as const;
export type MachineStep = (typeof machineSteps)[number];

/** How to reach a running machine and which limits hold; wiped when it ends. */
const MachineDetails = z.object({
  sshPort: z.number(),
  user: z.string(),
  password: z.string(),
  fingerprint: z.string(),
  /** Of `memory`, `cpu`, `pids` and `users`, those that hold for the machine as a whole. */
  enforced: z.array(z.string()),
});
export type MachineDetails = z.infer<typeof MachineDetails>;

const json = z.string().transform((text): unknown => JSON.parse(text));
const MachineRow = z.object({
  id: z.string(),
  accountId: z.number(),
  name: z.string(),
  label: z.string(),
  template: z.string(),
  minutes: z.number(),
  state: z.enum(['starting', 'running', 'ending', 'ended', 'failed']),
  reason: z.string().nullable(),
  steps: json.pipe(z.partialRecord(z.enum(machineSteps), z.number())),
  details: json.pipe(MachineDetails).nullable(),
  initPid: z.number().nullable(),
  initStartedTicks: z.string().nullable(),
  cgroups: json.pipe(z.array(z.string())),
  startedAt: z.number().nullable(),
  endsAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
export type Machine = z.infer<typeof MachineRow>;
/** As its pages show it: the store does not know of restarts, which end with the lab. */
export type ShownMachine = Omit<Machine, 'state'> & { state: Machine['state'] | 'restarting' };

const columns = Object.keys(MachineRow.shape)
  .map((name) => `${name.replaceAll(/[A-Z]/g, '_$&').toLowerCase()} as "${name}"`)
  .join(', ');
const alive = "state in ('starting', 'running', 'ending')";
const listedForMs = 24 * 60 * 60 * 1000;

export type NewMachine = Pick<Machine, 'id' | 'accountId' | 'name' | 'label' | 'template' | 'minutes'>;

/** How many machines the store believes alive: the account's own, and all. */
export function countMachines(store: Store, accountId: number): { own: number; all: number } {
  const row = store
    .prepare(
      `select count(*) filter (where account_id = ?) as own, count(*) as "all" from machines where ${alive}`,
    )
    .get(accountId);
  return z.object({ own: z.number(), all: z.number() }).parse(row);
}

/** Records a new machine as `starting`; lists show it only after `listLagMs`. */
export function insertMachine(store: Store, machine: NewMachine, listLagMs: number): void {
  const { id, accountId, name, label, template, minutes } = machine;
  store
    .prepare(
      `insert into machines (id, account_id, name, label, template, minutes, state, created_at, listed_at)
       values (?, ?, ?, ?, ?, ?, 'starting', ?, ?)`,
    )
    .run(id, accountId, name, label, template, minutes, Date.now(), Date.now() + listLagMs);
}

/** One account's machines, newest first: those alive and those ended within 24 hours. */
export function listMachines(store: Store, accountId: number): Machine[] {
  const where = `account_id = ? and listed_at <= ? and (${alive} or ended_at > ?) order by created_at desc, id`;
  return selectMachines(store, where, accountId, Date.now(), Date.now() - listedForMs);
}

/** Every machine that the store believes alive, whosever it is. */
export function listAliveMachines(store: Store): Machine[] {
  return selectMachines(store, alive);
}

export function findMachine(store: Store, id: string): Machine | null {
  return selectMachines(store, 'id = ?', id)[0] ?? null;
}

export function recordStep(store: Store, id: string, step: MachineStep): void {
  updateMachine(store, id, "steps = json_set(steps, '$.' || ?, ?)", [step, Date.now()]);
}

/** Notes what must be gone before the machine may be called ended, also after a crash of the lab. */
export function recordCgroups(store: Store, id: string, paths: readonly string[]): void {
  updateMachine(store, id, 'cgroups = ?', [JSON.stringify(paths)]);
}

/** The same for the machine's first process, and with it all others. */
export function recordProcess(store: Store, id: string, init: { pid: number; startedTicks: string }): void {
  updateMachine(store, id, 'init_pid = ?, init_started_ticks = ?', [init.pid, init.startedTicks]);
}

/** `starting` to `running`; false when somebody ended it meanwhile. */
export function recordRunning(store: Store, id: string, details: MachineDetails, endsAt: number): boolean {
  const values = [JSON.stringify(details), Date.now(), endsAt];
  const change = "state = 'running', details = ?, started_at = ?, ends_at = ?";
  return updateMachine(store, id, change, values, "state = 'starting'");
}

export function recordExtension(store: Store, id: string, minutes: number, endsAt: number): boolean {
  return updateMachine(store, id, 'minutes = ?, ends_at = ?', [minutes, endsAt], "state = 'running'");
}

/** A running machine's new password. */
export function recordPassword(store: Store, id: string, password: string): boolean {
  const change = "details = json_set(details, '$.password', ?)";
  return updateMachine(store, id, change, [password], "state = 'running'");
}

/** To `ending`; the first reason stays. False when it was already ending or final. */
export function recordEnding(store: Store, id: string, reason: string): boolean {
  const where = "state in ('starting', 'running')";
  return updateMachine(store, id, "state = 'ending', reason = ?", [reason], where);
}

/** Final. To be called only once the machine's processes are known to be gone. */
export function recordEnded(store: Store, id: string, state: 'ended' | 'failed', reason: string): void {
  const change = `state = ?, reason = coalesce(reason, ?), ended_at = ?,
    details = null, init_pid = null, init_started_ticks = null, cgroups = '[]'`;
  updateMachine(store, id, change, [state, reason, Date.now()], alive);
}

function selectMachines(store: Store, where: string, ...values: SQLInputValue[]): Machine[] {
  const rows = store.prepare(`select ${columns} from machines where ${where}`).all(...values);
  return z.array(MachineRow).parse(rows);
}

function updateMachine(
  store: Store,
  id: string,
  change: string,
  values: SQLInputValue[],
  where = 'true',
): boolean {
  const update = store.prepare(`update machines set ${change} where id = ? and ${where}`);
  return update.run(...values, id).changes > 0;
}
