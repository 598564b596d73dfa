import type { LabRecord } from '../simulator/lab/lab-record.ts';

/**
 * Everything that is known of a round when it is over: what the product wrote, what it said on its wires, what its members and watchers
 * saw, and what the lab really did. Times are milliseconds since 1970, all of one clock.
 */
export interface History {
  bounds: Bounds;
  lab: LabRecord;
  wire: Wire;
  acts: MemberAct[];
  watched: WatchedMachine[];
  stored: Stored;
  /** Stretches in which something was broken on purpose: what takes its time then is forgiven. */
  troubles: Trouble[];
}

/** Ends the name of a process that has a copy of the key of the worker that its name begins with. */
export const copySuffix = '-copy';

export interface Bounds {
  /** How long one click may take: who acted last may be at it for so long after its lease. */
  pageMs: number;
  /** How long a worker may go on acting after it sent the last heartbeat that was answered. */
  fenceMs: number;
  /** A second lab session of one machine may live so long. */
  secondSessionMs: number;
  /** What each member was given at the beginning. */
  startCoins: number;
  /** How many machines a member may have at once, and a worker. */
  machinesPerMember: number;
  machinesPerWorker: number;
}

export interface Trouble {
  what: string;
  /** Whom it met: everybody, workers by their names, or whoever has to do with a seat. */
  meets: 'all' | { workers: readonly string[] } | { seat: string };
  from: number;
  to: number;
}

/** What passed between workers and broker. */
export interface Wire {
  reports: WireReport[];
  hellos: { at: number; workerId: string; bootId: string }[];
}

/** One report, however often it was sent, and its answer: that it was taken, if any said so, else the first one. */
export interface WireReport {
  workerId: string;
  bootId: string;
  seq: number;
  machineId: string;
  epoch: number;
  kind: string;
  labSessionId: string | null;
  labRef: string | null;
  tag: string | null;
  fingerprints: string[];
  /** Of the sending that was answered; of the first one while none is. */
  sentAt: number;
  answeredAt: number | null;
  outcome: 'applied' | 'duplicate' | 'stale_epoch' | 'refused' | null;
}

/** What a member asked for, and the answer they had in the end; status 0 = none. */
export interface MemberAct {
  what: string;
  member: number;
  key: string;
  machineId: string | null;
  status: number;
  at: number;
}

/** What a page saw that watched one machine, over all its lines. */
export interface WatchedMachine {
  machineId: string;
  /** Numbers of the events, in the order in which they came. */
  numbers: number[];
  /** It was told that nothing more will come. */
  isOver: boolean;
}

/** What the database holds, and the chronicle that the simulator kept beside it. */
export interface Stored {
  machines: {
    id: string;
    state: string;
    ownerId: string;
    requestedAt: number;
    readyAt: number | null;
    endedAt: number | null;
    lastEventN: number;
  }[];
  leases: {
    machineId: string;
    workerId: string;
    worker: string;
    seatId: string;
    epoch: number;
    /** When the row was really written, under its machine's lock. */
    writtenAt: number;
    acknowledgedAt: number | null;
    releasedAt: number | null;
  }[];
  labSessions: {
    id: string;
    machineId: string;
    tag: string;
    labRef: string | null;
    state: string;
    endedAt: number | null;
    /** When the row was really written; it may have been committed a moment later. */
    writtenAt: number;
  }[];
  /** What the lab listed and nobody needs any more, and who was told to end it, until when. */
  orderedEnds: { worker: string; labRef: string; orderedAt: number; overAt: number }[];
  endpoints: { machineId: string; fingerprint: string; shownAt: number; closedAt: number | null }[];
  charges: {
    id: string;
    machineId: string;
    userId: string;
    kind: string;
    price: number;
    state: string;
    refunded: number;
  }[];
  /** Transfers that were made for charges: the sum and the number of each kind. */
  chargeTransfers: { chargeId: string; kind: string; coins: number; times: number }[];
  wallets: { userId: string; available: number; held: number }[];
  events: { machineId: string; numbers: number[] }[];
  /** What the product's own recounts found: the ledger, and the fleet's counters. */
  differences: string[];
}

/** One thing that must never be. `check` is the rule's name. */
export interface Finding {
  check: string;
  what: string;
  facts: Record<string, unknown>;
}
