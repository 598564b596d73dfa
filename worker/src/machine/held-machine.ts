import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { secretValues } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import type { LogOutbox, MachineLog } from '../broker-client/log-outbox.ts';
import type { ReportOutbox } from '../broker-client/report-outbox.ts';
import type { BrowserKeeper } from '../browser/browser-keeper.ts';
import type { PhaseTimeouts } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { SecretRegistry } from '../masking/secret-registry.ts';
import type { FindRecipe } from '../recipes/recipes.ts';
import type { StreamSource } from '../streams/stream-source.ts';
import type { TunnelKeeper } from '../tunnels/tunnel-keeper.ts';
import { createLease } from './lease.ts';
import type { Lease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';
import { createOrders } from './orders.ts';
import type { Orders } from './orders.ts';
import { pursueStubbornly } from './pursue-stubbornly.ts';
import { createReadings } from './readings.ts';
import type { Readings } from './readings.ts';
import { createSessionBook } from './session-book.ts';
import type { SessionBook } from './session-book.ts';
import { createShownMachine } from './shown-machine.ts';

/** What every machine on this worker shares. */
export type MachineParts = {
  browser: BrowserKeeper;
  /** For labs whose owner permits automation though the console refuses browsers that say so. */
  stealthBrowser: BrowserKeeper;
  findRecipe: FindRecipe;
  tunnels: TunnelKeeper;
  reports: ReportOutbox;
  logs: LogOutbox;
  secrets: SecretRegistry;
  timeouts: PhaseTimeouts;
  /** Between two looks at the lab for the last use of a machine. */
  activityIntervalMs: number;
  machineNetworks: MachineWork['machineNetworks'];
  /** Something should not wait for the next heartbeat. */
  beatNow: () => void;
  log: Logger;
};

/** One machine this worker holds, at one epoch. */
export type HeldMachine = {
  machineId: string;
  epoch: number;
  lease: Lease;
  sessions: SessionBook;
  streams: StreamSource;
  phase: () => string;
  health: Readings['health'];
  idleForMs: Readings['idleForMs'];
  /** It was ready, and is kept over a fence. */
  isKept: () => boolean;
  /** Nothing at the lab is being waited for or clicked: stopping the worker now loses no work. */
  isQuiet: () => boolean;
  /** The newest word on the same epoch: adds lab sessions, switches the goal. */
  refresh: (assignment: Assignment) => void;
  /** Touch no page for now; what is not ready is dropped by the caller instead. */
  pausePages: () => void;
  /** Aborts everything without another click at the lab. Resolves when its pages are closed. */
  drop: (reason: string) => Promise<void>;
};

const quietPhases: ReadonlySet<string> = new Set(['ready', 'ended', 'failed', 'gone']);
const keptPhases: ReadonlySet<string> = new Set(['ready', 'extending', 'restarting']);
/** What the lab said of a machine's use counts until so many looks were missed. */
const looksMissed = 3;

/** After these the broker may release the lease (or show the machine): the log that led there goes first. */
const closingReports: ReadonlySet<ReportBody['kind']> = new Set([
  'ready',
  'failed',
  'machine_gone',
  'lab_session_ended',
]);

/**
 * Takes a machine in: says `accepted` and pursues its goal once `after` (an earlier hold's end) is over. `sessions`: what an
 * earlier hold at the same epoch knew of the lab.
 */
export function holdMachine(
  first: Assignment,
  after: Promise<void>,
  parts: MachineParts,
  sessions: SessionBook = createSessionBook(),
): HeldMachine {
  const { machineId, epoch } = first;
  const log = parts.log.child({ machineId, epoch });
  const machineLog = parts.logs.open({ machineId, epoch });
  const lease = createLease();
  const secrets = keepSecrets(parts.secrets);
  learn(first, secrets, sessions);

  const [orders, readings] = [createOrders(first), readingsFor(parts)];
  const { shown, ...streams } = createShownMachine(orders, lease);
  let phase = 'accepted';
  let [pages, pursuit] = [new AbortController(), new AbortController()];
  let done: Promise<void> = Promise.resolve();

  const report = reporterOf(first, parts, machineLog);
  const shared: Omit<MachineWork, 'assignment' | 'recipe' | 'signal'> = {
    sessions,
    orders,
    readings,
    shown,
    lease,
    pageSignal: () => pages.signal,
    ...sharedOf(parts),
    report,
    ...voiceOf(machineLog),
    setPhase: (next) => void (phase = next.slice(0, 40)),
    openPage: (pageSignal) => browserFor(orders, parts).openPage(pageSignal),
    ...wordsOf(secrets),
    log,
  };

  /** One pursuit at a time: the next begins when the last has let go of its pages. */
  function begin(previous: Promise<void>): void {
    const { signal } = (pursuit = new AbortController());
    done = previous.then(() =>
      pursueStubbornly(() => ({ ...shared, assignment: orders.newest(), signal }), parts.findRecipe, signal),
    );
  }

  void report({ kind: 'accepted' });
  log.info({ goal: first.goal, wasReady: first.endpoint !== null, attempt: first.attempt }, 'machine taken');
  begin(after);

  return {
    machineId,
    epoch,
    lease,
    sessions,
    streams: streams.source,
    phase: () => phase,
    health: readings.health,
    idleForMs: () => (orders.newest().wantsActivity ? readings.idleForMs() : null),
    isKept: () => keptPhases.has(phase),
    isQuiet: () => quietPhases.has(phase),
    refresh(next) {
      learn(next, secrets, sessions);
      const { goal } = orders.newest();
      const isNews = next.goal !== goal || (phase === 'ended' && sessions.open().length > 0);
      orders.take(next);
      if (!isNews) return;
      log.info({ goal: next.goal }, 'goal changed');
      pursuit.abort(new Error('the goal changed'));
      begin(done);
    },
    pausePages() {
      orders.fence();
      pages.abort(new Error('the worker fenced itself'));
      pages = new AbortController();
    },
    async drop(reason) {
      log.info({ reason, phase }, 'machine dropped');
      streams.end(reason);
      pursuit.abort(new Error(reason));
      await done;
      await parts.tunnels.close(machineId);
      machineLog.end();
      secrets.forgetAll();
    },
  };
}

function learn(
  { seat, tunnel, labSessions }: Assignment,
  secrets: { add: (secret: string) => void },
  sessions: SessionBook,
): void {
  secrets.add(seat.password);
  for (const value of secretValues(seat.cookies ?? [])) secrets.add(value);
  if (tunnel.token !== null) secrets.add(tunnel.token);
  sessions.merge(labSessions);
}

function sharedOf({
  timeouts,
  activityIntervalMs,
  machineNetworks,
  tunnels,
  secrets,
}: MachineParts): Pick<
  MachineWork,
  'timeouts' | 'activityIntervalMs' | 'machineNetworks' | 'tunnels' | 'secrets'
> {
  return { timeouts, activityIntervalMs, machineNetworks, tunnels, secrets };
}

function wordsOf(secrets: ReturnType<typeof keepSecrets>): Pick<MachineWork, 'addSecret' | 'plainSecrets'> {
  return { addSecret: secrets.add, plainSecrets: secrets.list };
}

function browserFor(orders: Orders, { browser, stealthBrowser }: MachineParts): BrowserKeeper {
  return orders.newest().lab.stealth ? stealthBrowser : browser;
}

function readingsFor({ activityIntervalMs, beatNow }: MachineParts): Readings {
  return createReadings({ activityLastsMs: activityIntervalMs * looksMissed, news: beatNow });
}

function reporterOf(
  { machineId, epoch }: Assignment,
  { reports }: MachineParts,
  machineLog: MachineLog,
): MachineWork['report'] {
  return (body) => {
    if (closingReports.has(body.kind)) machineLog.flush();
    return reports.add({ machineId, epoch }, body);
  };
}

function voiceOf(machineLog: MachineLog): Pick<MachineWork, 'say' | 'show'> {
  return {
    say: (line) => machineLog.write('worker', `${line}\n`),
    show: (output) => machineLog.write('machine', output.endsWith('\n') ? output : `${output}\n`),
  };
}

function keepSecrets(registry: SecretRegistry): {
  add: (secret: string) => void;
  list: () => string[];
  forgetAll: () => void;
} {
  const forget = new Map<string, () => void>();
  return {
    add(secret) {
      if (!forget.has(secret)) forget.set(secret, registry.add(secret));
    },
    list: () => [...forget.keys()],
    forgetAll: () => forget.forEach((forgetOne) => forgetOne()),
  };
}
