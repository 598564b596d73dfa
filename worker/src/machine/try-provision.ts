import { randomUUID } from 'node:crypto';
import type { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { stands } from '../broker-client/report-outbox.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { abortAfter } from '../pause.ts';
import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { BootstrapOrder } from '../recipes/recipe.ts';
import { awaitOperator, waitWhilePaused } from './await-operator.ts';
import { clearInVisit } from './clear-lab-sessions.ts';
import { endStrays } from './end-strays.ts';
import { keepCredentials } from './keep-credentials.ts';
import type { LabVisit } from './lab-visit.ts';
import { waitForLease } from './lease.ts';
import { machineTag } from './machine-tag.ts';
import type { MachineWork } from './machine-work.ts';
import { awaitNamedTunnel, openCarrier } from './open-carrier.ts';
import { verifyWayIn } from './read-way-in.ts';
import type { KnownSession } from './session-book.ts';
import { tellFailure } from './tell-failure.ts';
import type { WayIn } from './way-in.ts';

/** A machine that nobody ends ends itself so much later than the lab was asked for it. */
const endsLaterMs = 10 * 60_000;

/** Where a try stands: for the report when it fails. */
export type TryProgress = { attempt: number; step: ProvisionStep | null };

/**
 * One try: the seven steps in their order. The intent to start is committed at the broker before the click, the lab's
 * id is reported at once after it.
 *
 * @throws whatever a step failed with; `progress.step` says which
 */
export async function tryProvision(
  work: MachineWork,
  visit: LabVisit,
  progress: TryProgress,
  signal: AbortSignal,
): Promise<WayIn> {
  const { recipe, timeouts } = work;

  /** Runs one step, not while an admin has stopped the machine, and again when a person has done what made it fail. */
  async function step<Value>(...task: Parameters<typeof runStep<Value>>): Promise<Value> {
    const [name] = task;
    for (;;) {
      await waitWhilePaused(work, signal);
      const handedBackBefore = work.orders.newest().operator.handedBack;
      try {
        return await runStep(...task);
      } catch (error) {
        signal.throwIfAborted();
        const failed = { step: name, handedBackBefore, ...tellFailure(error, name) };
        if (!(await awaitOperator(work, failed, signal))) throw error;
        visit.unblock();
        // The lab may have been asked already: that is cleared away where the person has opened the lab, before it is asked again.
        if (name === 'start_lab') await clearInVisit(work, visit, signal);
      }
    }
  }

  /** Runs one step under its own deadline and reports how it went. */
  async function runStep<Value>(
    name: ProvisionStep,
    timeoutMs: number,
    line: string,
    act: (console: Console, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    progress.step = name;
    work.setPhase(name);
    work.say(line);
    visit.note(`step ${name}`);
    const bounded = AbortSignal.any([signal, abortAfter(timeoutMs)]);
    const { attempt } = progress;
    void work.report({ kind: 'step', attempt, step: name, state: 'running', failure: null });
    const console = await visit.console(bounded);
    const value = await raceSignal(act(console, bounded), bounded);
    void work.report({ kind: 'step', attempt, step: name, state: 'done', failure: null });
    return value;
  }

  await step('sign_in', timeouts.browserMs + timeouts.signInMs, 'Signing in to the lab…', (console) =>
    visit.signIn(console),
  );
  const session = await step(
    'start_lab',
    timeouts.labStartMs,
    'Asking the lab for a machine…',
    (console, bounded) => startSession(work, console, progress.attempt, bounded),
  );
  const { labRef } = session;
  await step('wait_for_lab', timeouts.labStartMs, 'The lab is starting the machine…', (console) =>
    awaitLive(work, console, session),
  );
  await step('open_shell', timeouts.shellMs, 'The machine runs. Opening a shell…', (console) =>
    recipe.openShell(console, labRef),
  );
  await step('bootstrap', timeouts.shellMs, 'Setting up the machine…', async (console, bounded) => {
    const { output } = await recipe.bootstrap(console, labRef, await bootstrapOrder(work, bounded));
    work.show(output);
  });
  const { connection, carrier } = await step(
    'open_tunnel',
    timeouts.tunnelMs,
    'Opening a way in…',
    async (console, bounded) => {
      const shown = await recipe.readConnection(console, labRef);
      keepCredentials(work, shown);
      return { connection: shown, carrier: await openCarrier(work, shown, bounded) };
    },
  );
  return step('verify', timeouts.verifyMs, 'Checking that you can log in…', (_console, bounded) =>
    verifyWayIn(connection, carrier, bounded),
  );
}

/** What was sold, and some time for what the broker does before and after it. */
async function bootstrapOrder(work: MachineWork, signal: AbortSignal): Promise<BootstrapOrder> {
  const { orders, assignment } = work;
  const { kind, place } = orders.newest().tunnel;
  const isInside = kind === 'cloudflared' && place === 'machine';
  return {
    machineName: assignment.machineName,
    endsInMs: assignment.durationMinutes * 60_000 + endsLaterMs,
    tunnel: isInside ? await awaitNamedTunnel(work, signal) : null,
  };
}

/** Intent first, then the click, then the lab's id, each known to the broker before the next. */
async function startSession(
  work: MachineWork,
  console: Console,
  attempt: number,
  signal: AbortSignal,
): Promise<KnownSession & { labRef: string }> {
  const { assignment, recipe, lease, timeouts } = work;
  const id = randomUUID();
  const tag = machineTag(assignment, attempt, id);
  const session = work.sessions.add({ id, tag });
  const intended = work.report({ kind: 'lab_session_intended', labSessionId: id, tag }).then((outcome) => {
    // Nothing was clicked, so nothing is to be ended. Known also when nobody waits for the answer any more.
    if (!stands(outcome)) session.state = 'ended';
    return outcome;
  });
  const outcome = await raceSignal(intended, signal);
  if (!stands(outcome)) {
    throw new RecipeError('internal', `The broker did not agree to a start at the lab (${outcome}).`);
  }
  let mayHaveClicked = false;
  const order = {
    label: tag,
    template: assignment.template,
    minutes: assignment.durationMinutes,
    async beforeClick() {
      await waitForLease(lease, timeouts.pageMs, signal);
      mayHaveClicked = true;
    },
  };
  const { labRef } = await recipe.start(console, order).catch(async (error: unknown) => {
    if (!mayHaveClicked) await closeUnasked(work, session);
    throw error;
  });
  session.labRef = labRef;
  session.state = 'starting';
  void work.report({ kind: 'lab_session_started', labSessionId: session.id, labRef });
  work.log.info({ labRef, tag }, 'lab session started');
  return Object.assign(session, { labRef });
}

/** The lab was never asked: there is nothing to look for, now or later. */
async function closeUnasked(work: MachineWork, session: KnownSession): Promise<void> {
  const body = { kind: 'lab_session_ended', labSessionId: session.id, how: 'not_found' } as const;
  if (stands(await work.report(body))) session.state = 'ended';
}

async function awaitLive(
  work: MachineWork,
  console: Console,
  session: KnownSession & { labRef: string },
): Promise<void> {
  const { endsInMs } = await work.recipe.waitUntilLive(console, session.labRef);
  session.state = 'live';
  const report = {
    kind: 'lab_session_live',
    labSessionId: session.id,
    labRef: session.labRef,
    endsInMs,
  } as const;
  void work.report(report);
  await endStrays(work, console);
}
