import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { stands } from '../broker-client/report-outbox.ts';
import { pause } from '../pause.ts';
import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { LabListing } from '../recipes/recipe.ts';
import { backoffMs } from './backoff.ts';
import { beginLabVisit } from './lab-visit.ts';
import type { LabVisit } from './lab-visit.ts';
import { waitForLease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';
import type { KnownSession } from './session-book.ts';
import { tellFailure } from './tell-failure.ts';

/** About 15 s in all; then another worker should try. */
const maxFailuresBeforeStart = 6;
/** Two looks lie further apart than the lab's list lag by this much. */
const lagMarginMs = 250;

/** When each session was first looked for and not found, on the steady clock. */
type Looks = Map<string, number>;

/**
 * Ends every lab session of this machine that is not ended, and reports each end once it is sure:
 * `confirmed` when the lab says so, `not_found` after two looks further apart than the lab's list lag.
 * Retries with backoff until `signal`. `beforeStart`: somebody waits for a machine, so what trying again does not mend
 * (soon) is thrown.
 */
export async function clearLabSessions(
  work: MachineWork,
  options: { signal: AbortSignal; beforeStart: boolean },
): Promise<void> {
  const looks: Looks = new Map();
  let failures = 0;
  let lastFailure: string | null = null;
  while (work.sessions.open().length > 0) {
    const visit = beginLabVisit(work);
    try {
      await clearOnce(work, visit, looks, options.signal);
      failures = 0;
    } catch (error) {
      options.signal.throwIfAborted();
      const told = tellFailure(error, null);
      failures += 1;
      work.log.warn(
        { failure: told.failure, detail: told.message, failures },
        'ending the lab session failed',
      );
      // One picture for each kind of failure; the same one each time would tell nothing new.
      if (told.failure !== lastFailure) await visit.reportEvidence({ step: null, ...told });
      lastFailure = told.failure;
      const isHopeless = !provisionFailures[told.failure].again || failures >= maxFailuresBeforeStart;
      if (options.beforeStart && isHopeless) throw error;
      work.setPhase(`ending:${told.failure}`);
    } finally {
      await visit.close();
    }
    if (failures > 0) await pause(backoffMs(failures), options.signal);
  }
}

/**
 * The same in a visit that is open, once: for what was asked of the lab in it before a person looked after its page.
 *
 * @throws whatever failed at the lab, and when `signal` is aborted
 */
export async function clearInVisit(work: MachineWork, visit: LabVisit, signal: AbortSignal): Promise<void> {
  if (work.sessions.open().length === 0) return;
  await clearOnce(work, visit, new Map(), signal);
  signal.throwIfAborted();
  if (work.sessions.open().length > 0)
    throw new RecipeError(
      'stale_intent',
      'What the lab had been asked for before could not be cleared away.',
    );
}

async function clearOnce(
  work: MachineWork,
  visit: LabVisit,
  looks: Looks,
  signal: AbortSignal,
): Promise<void> {
  // Waiting for the lab to confirm an end may take as long as its start did.
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(work.timeouts.labStartMs)]);
  const console = await visit.console(bounded);
  await visit.signIn(console);
  for (;;) {
    const listings = await work.recipe.list(console);
    for (const session of work.sessions.open())
      await settle(work, { console, session, listings, looks, signal });
    const waitMs = nextLookInMs(work, looks);
    if (waitMs === null) return;
    if (waitMs > 1000)
      work.say(`Making sure that nothing is left of an earlier start (${Math.ceil(waitMs / 1000)} s)…`);
    work.setPhase('looking_for_earlier');
    await pause(waitMs, signal);
    if (bounded.aborted) return;
  }
}

/** Brings one session as far as this list allows: ended and reported, or looked for once more later. */
async function settle(
  work: MachineWork,
  context: {
    console: Console;
    session: KnownSession;
    listings: LabListing[];
    looks: Looks;
    signal: AbortSignal;
  },
): Promise<void> {
  const { console, session, listings, looks, signal } = context;
  const refs = new Set(listings.filter(({ label }) => label === session.tag).map(({ labRef }) => labRef));
  if (session.labRef !== null) refs.add(session.labRef);
  let found = false;
  for (const labRef of refs) {
    await reportEnding(work, session);
    await waitForLease(work.lease, work.timeouts.pageMs, signal);
    const outcome = await work.recipe.end(console, labRef);
    found ||= outcome === 'ended';
  }
  if (found) return reportEnded(work, session, 'confirmed');
  const firstLook = looks.get(session.id);
  if (firstLook === undefined) looks.set(session.id, performance.now());
  else if (performance.now() > firstLook + work.assignment.lab.listLagMs)
    await reportEnded(work, session, 'not_found');
}

/**
 * A session that the first look did not find is looked for again once everything that was started before that look
 * must be in the list. Null when nothing is left to look for.
 */
function nextLookInMs(work: MachineWork, looks: Looks): number | null {
  const open = work.sessions.open();
  if (open.length === 0) return null;
  const dueTimes = open.map(({ id }) => looks.get(id) ?? performance.now());
  return Math.max(0, Math.max(...dueTimes) + work.assignment.lab.listLagMs + lagMarginMs - performance.now());
}

async function reportEnding(work: MachineWork, session: KnownSession): Promise<void> {
  if (session.state === 'ending') return;
  session.state = 'ending';
  work.setPhase('ending');
  work.say('Ending the machine at the lab…');
  void work.report({ kind: 'lab_session_ending', labSessionId: session.id });
}

async function reportEnded(
  work: MachineWork,
  session: KnownSession,
  how: 'confirmed' | 'not_found',
): Promise<void> {
  work.say(
    how === 'confirmed' ? 'The lab confirmed the end.' : 'The lab has no machine left from that start.',
  );
  const outcome = await work.report({ kind: 'lab_session_ended', labSessionId: session.id, how });
  // Only what the broker agreed to is over: a lease is renewed as long as its session is not ended there.
  if (!stands(outcome))
    throw new RecipeError('internal', `The broker did not take the end of a lab session (${outcome}).`);
  session.state = 'ended';
}
