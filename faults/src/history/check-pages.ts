import { groupBy } from './check-holders.ts';
import type { Finding, History } from './history.ts';

/** What members and their pages were told is so: answers, events, ends. */
export function checkPages(history: History): Finding[] {
  return [...findLostPurchases(history), ...findGaps(history), ...findUnsettled(history)];
}

/** What was answered as bought is there; the same key, however often, bought one machine. */
function findLostPurchases({ stored, acts }: History): Finding[] {
  const machines = new Set(stored.machines.map(({ id }) => id));
  const bought = acts.filter(
    ({ status, what }) => status === 202 && (what === 'buy' || what === 'double_buy'),
  );
  const lost = bought
    .filter(({ machineId }) => !machines.has(machineId ?? ''))
    .map((act) => ({
      check: 'forgotten_answer',
      what: 'a purchase was answered and is not there',
      facts: { act },
    }));
  const doubled = [...groupBy(bought, ({ key }) => key).values()]
    .filter((same) => new Set(same.map(({ machineId }) => machineId)).size > 1)
    .map((same) => ({ check: 'doubled', what: 'one click bought two machines', facts: { same } }));
  return [...lost, ...doubled];
}

/** Events are numbered without a gap, and a page that comes back gets each exactly once, in order. */
function findGaps({ stored, watched }: History): Finding[] {
  const isWhole = (numbers: readonly number[]): boolean => numbers.every((n, at) => n === at + 1);
  const last = new Map(stored.machines.map((machine) => [machine.id, machine.lastEventN]));
  const inTable = stored.events
    .filter(({ machineId, numbers }) => !isWhole(numbers) || numbers.length !== last.get(machineId))
    .map((events) => ({ check: 'events', what: 'the events of a machine have a gap', facts: { events } }));
  const onPage = watched
    .filter(
      ({ machineId, numbers, isOver }) =>
        !isWhole(numbers) || (isOver && last.has(machineId) && numbers.length !== last.get(machineId)),
    )
    .map((page) => ({
      check: 'events',
      what: 'a page that came back missed an event, or got one twice',
      facts: { page, last: last.get(page.machineId) },
    }));
  return [...inTable, ...onPage];
}

/** Once the faults are over and everybody was given time, nothing is open any more. */
function findUnsettled({ stored, watched }: History): Finding[] {
  const openMachines = stored.machines.filter(({ state }) => state !== 'stopped' && state !== 'failed');
  const openSessions = stored.labSessions.filter(({ state }) => state !== 'ended');
  const openLeases = stored.leases.filter(({ releasedAt }) => releasedAt === null);
  const openPages = watched.filter(({ isOver }) => !isOver);
  const open = { machines: openMachines, sessions: openSessions, leases: openLeases, pages: openPages };
  return Object.entries(open).flatMap(([what, those]) =>
    those.map((one) => ({ check: 'unsettled', what: `${what} are not settled in time`, facts: { one } })),
  );
}
