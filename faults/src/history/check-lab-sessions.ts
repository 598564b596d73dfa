import type { LabSession } from '../simulator/lab/lab-record.ts';
import { groupBy } from './check-holders.ts';
import type { Finding, History, Trouble } from './history.ts';

/** Nothing billed is unknown, nothing is left running, nobody else's is touched, and no second one lives on or is sold. */
export function checkLabSessions(history: History): Finding[] {
  return [
    ...findUnknownStarts(history),
    ...findLeftRunning(history),
    ...findTouchedStrangers(history),
    ...findSecondSessions(history),
    ...findWrongWaysIn(history),
  ];
}

/** Before the lab is asked, the row of its session is written. */
function findUnknownStarts({ stored, lab }: History): Finding[] {
  const sessions = new Map(stored.labSessions.map((session) => [session.tag, session]));
  return lab.acts
    .filter(({ kind }) => kind === 'start')
    .flatMap((act) => {
      const session = sessions.get(act.label);
      if (session !== undefined && session.writtenAt <= act.at) return [];
      return [
        {
          check: 'intent',
          what: 'the lab was asked before its session was written',
          facts: { act, session },
        },
      ];
    });
}

function findLeftRunning({ lab }: History): Finding[] {
  return lab.sessions
    .filter(({ isStranger, endedAt }) => !isStranger && endedAt === null)
    .map((session) => ({
      check: 'left_running',
      what: 'a machine of ours runs on at the lab',
      facts: { session },
    }));
}

function findTouchedStrangers({ lab }: History): Finding[] {
  const strangers = new Set(lab.sessions.filter(({ isStranger }) => isStranger).map(({ ref }) => ref));
  return lab.acts
    .filter(({ ref }) => strangers.has(ref))
    .map((act) => ({ check: 'stranger', what: "somebody else's machine was touched", facts: { act } }));
}

/**
 * Two of one machine at once, for longer than allowed from when the lab lists both. Time in which something was broken on purpose does
 * not count, where it met one of the workers that had the machine, or its seat.
 */
function findSecondSessions({ stored, lab, bounds, troubles }: History): Finding[] {
  const machineOf = new Map(stored.labSessions.map(({ tag, machineId }) => [tag, machineId]));
  const own = lab.sessions.filter(({ label, isStranger }) => !isStranger && machineOf.has(label));
  const ofMachine = groupBy(own, ({ label }) => machineOf.get(label) ?? '');
  const holders = groupBy(stored.leases, (lease) => lease.machineId);
  return [...ofMachine.entries()].flatMap(([machineId, sessions]) => {
    const workers = new Set(holders.get(machineId)?.map(({ worker }) => worker));
    const seats = new Set(sessions.map(({ seat }) => seat));
    const its = troubles.filter(({ meets }) => {
      if (meets === 'all') return true;
      return 'seat' in meets ? seats.has(meets.seat) : meets.workers.some((worker) => workers.has(worker));
    });
    return pairsOf(sessions).flatMap(([one, other]) => {
      const from = Math.max(one.listedFrom, other.listedFrom);
      const to = Math.min(one.endedAt ?? Infinity, other.endedAt ?? Infinity);
      const livedMs = quietMs({ from, to }, its);
      return livedMs <= bounds.secondSessionMs
        ? []
        : [
            {
              check: 'second_session',
              what: 'a second lab session of one machine lived on',
              facts: { machineId, one, other, livedMs },
            },
          ];
    });
  });
}

/** What a member was shown is the way into a machine that was started for theirs. */
function findWrongWaysIn({ stored, lab }: History): Finding[] {
  const machineOf = new Map(stored.labSessions.map(({ tag, machineId }) => [tag, machineId]));
  const behind = new Map(lab.sessions.map((session) => [session.hostKeyFingerprint, session]));
  const refs = groupBy(stored.labSessions, ({ machineId }) => machineId);
  return stored.endpoints.flatMap((endpoint) => {
    const session = behind.get(endpoint.fingerprint);
    const isOwn = session !== undefined && machineOf.get(session.label) === endpoint.machineId;
    const isKept = refs.get(endpoint.machineId)?.some(({ labRef }) => labRef === session?.ref) === true;
    return isOwn && isKept
      ? []
      : [
          {
            check: 'wrong_way_in',
            what: 'a member was shown a machine that is not the one started for theirs',
            facts: { endpoint, session },
          },
        ];
  });
}

/** How much of a stretch is left when the troubles, and what they overlap, are taken out of it. */
export function quietMs(
  { from, to }: Pick<Trouble, 'from' | 'to'>,
  troubles: readonly Pick<Trouble, 'from' | 'to'>[],
): number {
  let [quiet, at] = [0, from];
  for (const trouble of troubles.toSorted((one, other) => one.from - other.from)) {
    if (trouble.from > at) quiet += Math.max(0, Math.min(trouble.from, to) - at);
    at = Math.max(at, trouble.to);
  }
  return quiet + Math.max(0, to - at);
}

function pairsOf(sessions: readonly LabSession[]): [LabSession, LabSession][] {
  return sessions.flatMap((one, at) =>
    sessions.slice(at + 1).map((other) => [one, other] satisfies [LabSession, LabSession]),
  );
}
