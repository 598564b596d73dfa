import { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { AdminUser } from '@coinslot/shared/http/admin-users.ts';
import { Worker } from '@coinslot/shared/http/admin-workers.ts';
import { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { aWallet, minutesFromNow, uuid } from './data-catalog.ts';

export function aWorker(changes: Partial<Worker> = {}): Worker {
  return Worker.parse({
    id: uuid(300),
    name: 'attic-1',
    poolId: uuid(330),
    poolName: 'Linux',
    labels: ['linux', 'eu'],
    state: 'active',
    liveness: 'connected',
    capacity: 4,
    used: 2,
    version: '0.1.0',
    protocol: 1,
    enrolledAt: minutesFromNow(-9000),
    lastSeenAt: minutesFromNow(-0.1),
    connectedSince: minutesFromNow(-400),
    drainDeadlineAt: null,
    stateReason: null,
    failing: null,
    load: { workerRssBytes: 96_000_000, browserRssBytes: 412_000_000, load1: 0.82, browserRunning: true },
    machines: [
      { id: uuid(200), name: 'brave-otter', state: 'provisioning', epoch: 1 },
      { id: uuid(202), name: 'bright-lynx', state: 'ready', epoch: 1 },
    ],
    ...changes,
  });
}

export function aPool(changes: Partial<Pool> = {}): Pool {
  return Pool.parse({
    id: uuid(330),
    name: 'linux',
    description: 'Workers for Linux machines.',
    labels: ['linux'],
    revision: 1,
    workers: 4,
    workersUp: 3,
    slots: 32,
    used: 10,
    waiting: 2,
    products: 3,
    createdAt: minutesFromNow(-9000),
    ...changes,
  });
}

export function someWorkers(): Worker[] {
  return [
    aWorker(),
    aWorker({
      id: uuid(301),
      name: 'cellar-2',
      state: 'draining',
      drainDeadlineAt: minutesFromNow(40),
      stateReason: 'Kernel update tonight',
      used: 1,
      machines: [],
    }),
    aWorker({
      id: uuid(302),
      name: 'a-worker-with-quite-a-long-name',
      liveness: 'lost',
      used: 0,
      load: null,
      machines: [],
      lastSeenAt: minutesFromNow(-31),
    }),
    aWorker({
      id: uuid(303),
      name: 'shed-1',
      state: 'locked',
      liveness: 'suspect',
      stateReason: saidSentences.worker_key_copied,
      capacity: 24,
      used: 7,
      machines: [],
    }),
  ];
}

export function someUsers(): AdminUser[] {
  const people = [
    { name: 'Ada Moreno', email: 'ada@example.org', roles: ['admin'] },
    { name: 'Bo Lindqvist', email: 'bo@example.org', roles: ['helper'] },
    {
      name: 'Constantinopolitanus Featherstonehaugh',
      email: 'a.very.long.address.indeed@subdomain.example.org',
      roles: [],
      disabledAt: minutesFromNow(-60),
    },
  ];
  return people.map((person, index) =>
    AdminUser.parse({
      id: uuid(index + 1),
      disabledAt: null,
      lastSeenAt: index === 2 ? null : minutesFromNow(-12 * (index + 1)),
      createdAt: minutesFromNow(-20_000 * (index + 1)),
      wallet: aWallet({ availableEarned: 40 * index }),
      activeMachines: index,
      ...person,
    }),
  );
}

export function someAudit(): AuditEntry[] {
  return [
    {
      action: 'wallet.adjust',
      targetKind: 'wallet',
      targetId: uuid(2),
      reason: 'Won the autumn quiz',
      before: { availableBought: 20 },
      after: { availableBought: 120 },
    },
    {
      action: 'evidence.read',
      targetKind: 'evidence',
      targetId: uuid(400),
      reason: null,
      before: null,
      after: null,
    },
    {
      action: 'worker.drain',
      targetKind: 'worker',
      targetId: uuid(301),
      reason: 'Kernel update tonight',
      before: { state: 'active' },
      after: { state: 'draining' },
    },
  ].map((entry, index) =>
    AuditEntry.parse({
      id: String(90 - index),
      at: minutesFromNow(-index * 33),
      actorId: uuid(1),
      actorName: 'Ada Moreno',
      address: '127.0.0.1',
      targetName: null,
      ...entry,
    }),
  );
}
