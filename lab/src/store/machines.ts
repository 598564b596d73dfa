import { z } from 'zod';
import type { Store } from './open-store.ts';
import { inTransaction } from './open-store.ts';

export const machineSteps = ['reserve', 'isolate', 'limits', 'filesystem', 'ssh', 'reachable'] as const;
export type MachineStep = (typeof machineSteps)[number];

/** How to reach a running machine and which limits hold; wiped when it ends. */
const MachineDetails = z.object({
  sshPort: z.number(),
  user: z.string(),
  password: z.string(),
  fingerprint: z.string(),
  enforced: z.array(z.string()),
  notEnforced: z.array(z.string()),
});
export type MachineDetails = z.infer<typeof MachineDetails>;

function fromJson<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(schema);
}

const MachineRow = z.object({
  id: z.string(),
  accountId: z.number(),
  name: z.string(),
  label: z.string(),
  template: z.string(),
  minutes: z.number(),
  state: z.enum(['starting', 'running', 'ending', 'ended', 'failed']),
  reason: z.string().nullable(),
  steps: fromJson(z.partialRecord(z.enum(machineSteps), z.number())),
  details: fromJson(MachineDetails).nullable(),
  initPid: z.number().nullable(),
  initStartedTicks: z.string().nullable(),
  cgroups: fromJson(z.array(z.string())),
  createdAt: z.number(),
  listedAt: z.number(),
  startedAt: z.number().nullable(),
  endsAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
export type Machine = z.infer<typeof MachineRow>;

const columns = `id, account_id as "accountId", name, label, template, minutes, state, reason, steps, details,
  init_pid as "initPid", init_started_ticks as "initStartedTicks", cgroups, created_at as "createdAt",
  listed_at as "listedAt", started_at as "startedAt", ends_at as "endsAt", ended_at as "endedAt"`;

const alive = "state in ('starting', 'running', 'ending')";
const listedForMs = 24 * 60 * 60 * 1000;

export interface NewMachine {
  id: string;
  accountId: number;
  name: string;
  label: string;
  template: string;
  minutes: number;
  listLagMs: number;
}

/**
 * Takes a seat for a new machine, in one transaction with the count of those taken.
 * @returns null when it was made, else why not and how many machines the account has.
 */
export function insertMachine(
  store: Store,
  machine: NewMachine,
  limits: { perAccount: number; inAll: number },
): { refusal: 'seats' | 'full'; running: number } | null {
  return inTransaction(store, () => {
    const running = countAlive(store, 'account_id = ?', machine.accountId);
    if (running >= limits.perAccount) return { refusal: 'seats', running };
    if (countAlive(store, '1 = ?', 1) >= limits.inAll) return { refusal: 'full', running };
    store
      .prepare(
        `insert into machines (id, account_id, name, label, template, minutes, state, created_at, listed_at)
         values (?, ?, ?, ?, ?, ?, 'starting', ?, ?)`,
      )
      .run(
        machine.id,
        machine.accountId,
        machine.name,
        machine.label,
        machine.template,
        machine.minutes,
        Date.now(),
        Date.now() + machine.listLagMs,
      );
    return null;
  });
}

function countAlive(store: Store, where: string, value: number): number {
  const row = store.prepare(`select count(*) as found from machines where ${alive} and ${where}`).get(value);
  return z.object({ found: z.number() }).parse(row).found;
}

/** One account's machines, newest first: those alive and those ended within 24 hours. */
export function listMachines(store: Store, accountId: number): Machine[] {
  const rows = store
    .prepare(
      `select ${columns} from machines where account_id = ? and listed_at <= ? and (${alive} or ended_at > ?) order by created_at desc, id`,
    )
    .all(accountId, Date.now(), Date.now() - listedForMs);
  return z.array(MachineRow).parse(rows);
}

/** Every machine that the store believes alive, whosever it is. */
export function listAliveMachines(store: Store): Machine[] {
  return z.array(MachineRow).parse(store.prepare(`select ${columns} from machines where ${alive}`).all());
}

export function findMachine(store: Store, id: string): Machine | null {
  const row = store.prepare(`select ${columns} from machines where id = ?`).get(id);
  return row === undefined ? null : MachineRow.parse(row);
}

export function recordStep(store: Store, id: string, step: MachineStep): void {
  store
    .prepare("update machines set steps = json_set(steps, '$.' || ?, ?) where id = ?")
    .run(step, Date.now(), id);
}

/** Notes what must be gone before the machine may be called ended, also after a crash of the lab. */
export function recordProcess(
  store: Store,
  id: string,
  init: { pid: number; startedTicks: string },
  cgroups: string[],
): void {
  store
    .prepare('update machines set init_pid = ?, init_started_ticks = ?, cgroups = ? where id = ?')
    .run(init.pid, init.startedTicks, JSON.stringify(cgroups), id);
}

/** `starting` to `running`; false when somebody ended it meanwhile. */
export function recordRunning(store: Store, id: string, details: MachineDetails, endsAt: number): boolean {
  return (
    store
      .prepare(
        "update machines set state = 'running', details = ?, started_at = ?, ends_at = ? where id = ? and state = 'starting'",
      )
      .run(JSON.stringify(details), Date.now(), endsAt, id).changes > 0
  );
}

export function recordExtension(store: Store, id: string, minutes: number, endsAt: number): boolean {
  return (
    store
      .prepare("update machines set minutes = ?, ends_at = ? where id = ? and state = 'running'")
      .run(minutes, endsAt, id).changes > 0
  );
}

/** To `ending`; the first reason stays. False when it was already ending or final. */
export function recordEnding(store: Store, id: string, reason: string): boolean {
  return (
    store
      .prepare(
        "update machines set state = 'ending', reason = ? where id = ? and state in ('starting', 'running')",
      )
      .run(reason, id).changes > 0
  );
}

/** Final. To be called only once the machine's processes are known to be gone. */
export function recordEnded(store: Store, id: string, state: 'ended' | 'failed', reason: string): void {
  store
    .prepare(
      `update machines set state = ?, reason = coalesce(reason, ?), ended_at = ?, details = null, init_pid = null, cgroups = '[]'
       where id = ? and ${alive}`,
    )
    .run(state, reason, Date.now(), id);
}
