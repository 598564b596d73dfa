import { copySuffix, type Finding, type History, type Stored } from './history.ts';

/** From the row's writing to the sight of it by another process. */
const clockSlackMs = 50;

/** One holder at a time: by the leases, and by who acted at the lab. */
export function checkHolders({ stored, lab, bounds }: History): Finding[] {
  const ofMachine = groupBy(stored.leases, ({ machineId }) => machineId);
  return [
    ...[...ofMachine.values()].flatMap(findOverlaps),
    ...findActsWithoutLease(stored, lab.acts, { ofMachine, pageMs: bounds.pageMs }),
    ...findActsBesideCopy(lab.acts, bounds),
  ];
}

/** A machine's lease begins only after the one before it was released. */
function findOverlaps(leases: Stored['leases']): Finding[] {
  const inOrder = leases.toSorted((one, other) => one.epoch - other.epoch);
  return inOrder.slice(1).flatMap((later, at) => {
    const earlier = inOrder[at];
    const isClean =
      earlier?.releasedAt !== null &&
      earlier !== undefined &&
      earlier.releasedAt <= later.writtenAt &&
      earlier.epoch < later.epoch;
    return isClean
      ? []
      : [{ check: 'two_holders', what: 'two leases of one machine at once', facts: { earlier, later } }];
  });
}

/**
 * Who changes something at the lab for a machine holds it, or held it until less than one click ago; or was told to end just this, which
 * the lab runs for nobody: an order that names what a member has is no excuse.
 */
function findActsWithoutLease(
  stored: Stored,
  acts: History['lab']['acts'],
  { ofMachine, pageMs }: { ofMachine: Map<string, Stored['leases']>; pageMs: number },
): Finding[] {
  const machineOf = new Map(stored.labSessions.map(({ tag, machineId }) => [tag, machineId]));
  return acts.flatMap((act) => {
    const machineId = machineOf.get(act.label);
    if (machineId === undefined) return [];
    const by = holderName(act.worker);
    const isInTime = (from: number, to: number | null): boolean =>
      from <= act.at + clockSlackMs && (to === null || act.at <= to + pageMs + clockSlackMs);
    const isHolder = ofMachine
      .get(machineId)
      ?.some(({ worker, writtenAt, releasedAt }) => worker === by && isInTime(writtenAt, releasedAt));
    const wasTold = stored.orderedEnds.some(
      ({ worker, labRef, orderedAt, overAt }) =>
        act.kind === 'end' &&
        worker === by &&
        labRef === act.ref &&
        isInTime(orderedAt, overAt) &&
        !isOwed(stored, labRef, orderedAt),
    );
    return isHolder === true || wasTold
      ? []
      : [
          {
            check: 'two_holders',
            what: 'a worker acted at the lab for a machine that it did not hold',
            facts: { act, machineId, leases: ofMachine.get(machineId) },
          },
        ];
  });
}

/** Whether it was then what a machine has that had not ended: its open lab session, or the last one of a machine that is up. */
function isOwed({ machines, labSessions }: Stored, labRef: string, at: number): boolean {
  const isOpen = ({ endedAt }: { endedAt: number | null }): boolean => endedAt === null || endedAt > at;
  return labSessions.some((session) => {
    const machine = machines.find(({ id }) => id === session.machineId);
    if (session.labRef !== labRef || machine === undefined || !isOpen(machine)) return false;
    const isUp = machine.readyAt !== null && machine.readyAt <= at;
    const isLast = !labSessions.some(
      ({ machineId, writtenAt }) => machineId === machine.id && writtenAt > session.writtenAt,
    );
    return isOpen(session) || (isUp && isLast);
  });
}

/**
 * Who acts with a copy of a key has joined with it, and so nobody answers the heartbeats of its owner any more: it may be at its last click
 * until its fence, and is locked out, as is the copy, when it joins again. A copy that acts after the owner only took over.
 */
function findActsBesideCopy(acts: History['lab']['acts'], { fenceMs, pageMs }: History['bounds']): Finding[] {
  const ofCopies = groupBy(
    acts.filter(({ worker }) => worker.endsWith(copySuffix)),
    ({ worker }) => holderName(worker),
  );
  return acts.flatMap((act) => {
    const before = ofCopies.get(act.worker)?.find(({ at }) => act.at > at + fenceMs + pageMs + clockSlackMs);
    return before === undefined
      ? []
      : [{ check: 'two_holders', what: 'a key went on acting in two places', facts: { act, before } }];
  });
}

/** Who has a copy of a worker's key is that worker to the broker, with its leases, until both are locked. */
function holderName(process: string): string {
  return process.endsWith(copySuffix) ? process.slice(0, -copySuffix.length) : process;
}

export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
