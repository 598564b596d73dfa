import { groupBy } from './check-holders.ts';
import type { Finding, History } from './history.ts';

interface Stretch {
  from: number;
  /** Null = still. */
  to: number | null;
}

/** Nobody and nothing has more machines at once than it may: no member, no worker, no seat. */
export function checkCapacity({ stored, bounds }: History): Finding[] {
  const leases = stored.leases.map((lease) => ({ ...lease, from: lease.writtenAt, to: lease.releasedAt }));
  const machines = stored.machines.map((machine) => ({
    ...machine,
    from: machine.requestedAt,
    to: machine.endedAt,
  }));
  return [
    ...findTooMany(
      'a member',
      groupBy(machines, ({ ownerId }) => ownerId),
      bounds.machinesPerMember,
    ),
    ...findTooMany(
      'a worker',
      groupBy(leases, ({ workerId }) => workerId),
      bounds.machinesPerWorker,
    ),
    ...findTooMany(
      'a seat',
      groupBy(leases, ({ seatId }) => seatId),
      1,
    ),
  ];
}

function findTooMany(whose: string, groups: Map<string, Stretch[]>, most: number): Finding[] {
  return [...groups.entries()].flatMap(([id, stretches]) => {
    const atOnce = countAtOnce(stretches);
    return atOnce <= most
      ? []
      : [
          {
            check: 'over_capacity',
            what: `${whose} has more machines at once than allowed`,
            facts: { id, atOnce, most },
          },
        ];
  });
}

/** The most that were going on at one moment; one that begins when another ends does not meet it. */
function countAtOnce(stretches: readonly Stretch[]): number {
  const turns = stretches
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to ?? Infinity, by: -1 },
    ])
    .toSorted((one, other) => one.at - other.at || one.by - other.by);
  let [now, most] = [0, 0];
  for (const { by } of turns) most = Math.max(most, (now += by));
  return most;
}
