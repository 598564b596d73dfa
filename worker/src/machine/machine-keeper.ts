import type { Assignment, Desired } from '@coinslot/shared/worker-messages/desired.ts';
import type { HeartbeatAck } from '@coinslot/shared/worker-messages/heartbeat-ack.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { StreamSource } from '../streams/stream-source.ts';
import { holdMachine } from './held-machine.ts';
import type { HeldMachine, MachineParts } from './held-machine.ts';

/** All machines of this worker. Level-triggered: what the broker wants is compared with what is here, each time anew. */
export type MachineKeeper = {
  /** Everything this worker should have. Repeating it changes nothing. */
  apply: (desired: Desired) => void;
  /** Renews the leases; what the heartbeat named and the answer does not list is no longer ours. */
  renew: (ack: HeartbeatAck, named: readonly MachineEpoch[], sinceMs: number) => void;
  /** The broker knows a higher epoch than this one. */
  dropStale: (machine: MachineEpoch) => void;
  /** Cut off from the broker: no page is touched; what is not ready is given up (it comes back with the next `desired`). */
  fence: () => void;
  holds: () => Heartbeat['holds'];
  /** What a machine shows to its streams, while it is held at exactly this epoch. */
  streamsOf: (machine: MachineEpoch) => StreamSource | null;
  /** Takes nothing new from now on. */
  stopTaking: () => void;
  /** Nothing is going on at the lab. */
  isQuiet: () => boolean;
  /** Gives everything up and resolves when all pages are closed. Ready machines go on at the lab. */
  dropAll: (reason: string) => Promise<void>;
};

export function createMachineKeeper(parts: MachineParts): MachineKeeper {
  const held = new Map<string, HeldMachine>();
  /** What was dropped and still closes its pages: the same machine starts again only after that. */
  const leaving = new Map<string, Promise<void>>();
  /** What the fence gave up, until the next `desired`: its intents may be on their way to the broker still. */
  const fenced = new Map<string, HeldMachine>();
  let takesNew = true;
  const warn = createLeaseWarning(parts);

  function drop(machine: HeldMachine, reason: string): void {
    held.delete(machine.machineId);
    const before = leaving.get(machine.machineId) ?? Promise.resolve();
    const gone = Promise.all([before, machine.drop(reason)]).then(() => {
      if (leaving.get(machine.machineId) === gone) leaving.delete(machine.machineId);
    });
    leaving.set(machine.machineId, gone);
  }

  function take(assignment: Assignment): void {
    const after = leaving.get(assignment.machineId) ?? Promise.resolve();
    const before = fenced.get(assignment.machineId);
    const sessions = before?.epoch === assignment.epoch ? before.sessions : undefined;
    held.set(assignment.machineId, holdMachine(assignment, after, parts, sessions));
  }

  return {
    apply({ assignments }) {
      const wanted = new Map(assignments.map((assignment) => [assignment.machineId, assignment]));
      for (const machine of held.values()) {
        const assignment = wanted.get(machine.machineId);
        if (assignment === undefined) drop(machine, 'no longer assigned');
        else if (assignment.epoch > machine.epoch) drop(machine, 'a higher epoch took over');
      }
      for (const assignment of assignments) {
        const machine = held.get(assignment.machineId);
        if (machine?.epoch === assignment.epoch) machine.refresh(assignment);
        else if (machine === undefined && takesNew) take(assignment);
      }
      fenced.clear();
      // Until a heartbeat has named it and was answered, a machine has no time to be worked on.
      if ([...held.values()].some((machine) => machine.lease.remainingMs() === 0)) parts.beatNow();
    },
    renew({ leases }, named, sinceMs) {
      const renewed = new Map(leases.map((lease) => [lease.machineId, lease]));
      warn(leases, named);
      for (const { machineId, epoch } of named) {
        const machine = held.get(machineId);
        if (machine?.epoch !== epoch) continue;
        const lease = renewed.get(machineId);
        if (lease?.epoch === epoch) machine.lease.renew(lease.remainingMs, sinceMs);
        else drop(machine, 'the lease was not renewed');
      }
    },
    dropStale({ machineId, epoch }) {
      const machine = held.get(machineId);
      if (machine?.epoch === epoch) drop(machine, 'stale epoch');
    },
    fence() {
      for (const machine of held.values())
        if (machine.isKept()) machine.pausePages();
        else {
          fenced.set(machine.machineId, machine);
          drop(machine, 'no answer from the broker');
        }
    },
    holds: () => [...held.values()].map(toHold),
    streamsOf({ machineId, epoch }) {
      const machine = held.get(machineId);
      return machine?.epoch === epoch ? machine.streams : null;
    },
    stopTaking() {
      takesNew = false;
    },
    isQuiet: () => leaving.size === 0 && [...held.values()].every((machine) => machine.isQuiet()),
    async dropAll(reason) {
      takesNew = false;
      for (const machine of held.values()) drop(machine, reason);
      await Promise.all(leaving.values());
    },
  };
}

function toHold(machine: HeldMachine): Heartbeat['holds'][number] {
  return {
    machineId: machine.machineId,
    epoch: machine.epoch,
    phase: machine.phase(),
    health: machine.health(),
    idleForMs: machine.idleForMs(),
  };
}

/** Just renewed, and still no act at a lab may begin: it is set wrong, and each machine would wait until its step is given up. */
function createLeaseWarning({
  timeouts: { pageMs },
  log,
}: MachineParts): (leases: HeartbeatAck['leases'], named: readonly MachineEpoch[]) => void {
  let wasSaid = false;
  return (leases, named) => {
    const tooShort = leases.find(
      (lease) => lease.remainingMs <= pageMs && named.some(({ machineId }) => machineId === lease.machineId),
    );
    if (tooShort === undefined || wasSaid) return;
    wasSaid = true;
    const facts = { leaseMs: tooShort.remainingMs, pageMs };
    log.error(facts, 'leases are shorter than WORKER_PAGE_TIMEOUT_MS: no page of a lab can be touched');
  };
}
