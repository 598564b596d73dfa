import type { BrokerContext } from '../context.ts';
import { createAllocate } from './allocate.ts';
import { createAskCanaries } from './ask-canaries.ts';
import { createEndClosedLabs } from './end-closed-labs.ts';
import { createEndOfDisabled } from './end-of-disabled.ts';
import { createEndUnused } from './end-unused.ts';
import { createExpireMachines } from './expire-machines.ts';
import { createFinishDeletions } from './finish-deletions.ts';
import { createFinishDrains } from './finish-drains.ts';
import { createFinishStopping } from './finish-stopping.ts';
import { createKeepTunnels, createReconcileTunnels } from './keep-tunnels.ts';
import type { Loop } from './loop.ts';
import { createPurgeEvidence } from './purge-evidence.ts';
import { createPurgeExpired } from './purge-expired.ts';
import { createReconcileLabs } from './reconcile-labs.ts';
import { createReleaseOrphanHolds } from './release-orphan-holds.ts';
import { runLoop } from './run-loop.ts';
import { createSendDiscord, createSendMail } from './send-messages.ts';
import { createSettleOrders } from './settle-orders.ts';
import { createSweepLeases } from './sweep-leases.ts';
import { createSyncDiscord } from './sync-discord.ts';
import { createTakeBackups } from './take-backups.ts';
import { createTellAnnouncements, createTellLowBalances } from './tell-members.ts';
import { createTellQueue } from './tell-queue.ts';
import { createTimeOutProvisioning } from './time-out-provisioning.ts';
import { createTimeOutQueued } from './time-out-queued.ts';
import { createVerifyLedger } from './verify-ledger.ts';
import { createWarnMembers } from './warn-members.ts';
import { createWatchIncidents } from './watch-incidents.ts';

export interface LoopHealth {
  /** Its last good round (or its start) is not longer ago than three rounds and half a minute. */
  healthy: boolean;
  /** Decides over `/readyz`; the others are only reported there. */
  critical: boolean;
  lastRunAt: string | null;
}

export interface RunningLoops {
  /** No new round begins; resolves when every round that runs has ended. */
  stop(): Promise<void>;
  health(): Record<string, LoopHealth>;
}

/** Starts every loop of the broker. */
export function startLoops(ctx: BrokerContext): RunningLoops {
  const startedAt = Date.now();
  const all = listLoops(ctx, health).map((loop) => ({ ...loop, running: runLoop(loop, ctx) }));

  function health(): Record<string, LoopHealth> {
    return Object.fromEntries(
      all.map(({ name, everyMs, critical, running }) => {
        const lastRunAt = running.lastRunAt();
        const lateAfterMs = 3 * everyMs + latenessAllowedMs;
        const healthy = Date.now() - (lastRunAt?.getTime() ?? startedAt) <= lateAfterMs;
        return [name, { healthy, critical, lastRunAt: lastRunAt?.toISOString() ?? null }];
      }),
    );
  }

  return {
    async stop() {
      await Promise.all(all.map(({ running }) => running.stop()));
    },
    health,
  };
}

const latenessAllowedMs = 30_000;

/** The table of loops: each looks at the database every `everyMs`, some also as soon as they are told. */
function listLoops(ctx: BrokerContext, health: RunningLoops['health']): Loop[] {
  const everyMs = ctx.config.loops.intervalMs;
  const rarelyMs = 60 * everyMs;
  const critical = true;
  return [
    { name: 'allocate', everyMs, wakeOn: 'queue_changed', critical, run: createAllocate(ctx) },
    { name: 'tell-queue', everyMs, wakeOn: 'queue_changed', critical: false, run: createTellQueue(ctx) },
    { name: 'sweep-leases', everyMs, critical, run: createSweepLeases(ctx) },
    { name: 'finish-drains', everyMs, critical, run: createFinishDrains(ctx) },
    { name: 'expire-machines', everyMs, critical, run: createExpireMachines(ctx) },
    { name: 'settle-orders', everyMs, critical, run: createSettleOrders(ctx) },
    { name: 'end-unused', everyMs, critical, run: createEndUnused(ctx) },
    { name: 'warn-members', everyMs, critical: false, run: createWarnMembers(ctx) },
    { name: 'time-out-queued', everyMs, critical, run: createTimeOutQueued(ctx) },
    { name: 'time-out-provisioning', everyMs, critical, run: createTimeOutProvisioning(ctx) },
    { name: 'finish-stopping', everyMs, critical, run: createFinishStopping(ctx) },
    { name: 'end-closed-labs', everyMs, critical, run: createEndClosedLabs(ctx) },
    { name: 'end-of-disabled', everyMs, critical, run: createEndOfDisabled(ctx) },
    { name: 'reconcile-labs', everyMs: 2 * everyMs, critical: false, run: createReconcileLabs(ctx) },
    { name: 'ask-canaries', everyMs: 5 * everyMs, critical: false, run: createAskCanaries(ctx) },
    { name: 'finish-deletions', everyMs, critical: false, run: createFinishDeletions(ctx) },
    { name: 'release-orphan-holds', everyMs: rarelyMs, critical: false, run: createReleaseOrphanHolds(ctx) },
    { name: 'send-mail', everyMs, wakeOn: 'outbox_changed', critical: false, run: createSendMail(ctx) },
    { name: 'send-discord', everyMs, wakeOn: 'outbox_changed', critical: false, run: createSendDiscord(ctx) },
    {
      name: 'tell-announcements',
      everyMs: 5 * everyMs,
      wakeOn: 'outbox_changed',
      critical: false,
      run: createTellAnnouncements(ctx),
    },
    { name: 'tell-low-balances', everyMs: rarelyMs, critical: false, run: createTellLowBalances(ctx) },
    { name: 'purge-expired', everyMs: rarelyMs, critical: false, run: createPurgeExpired(ctx) },
    { name: 'sync-discord', everyMs, critical: false, run: createSyncDiscord(ctx) },
    { name: 'keep-tunnels', everyMs, wakeOn: 'queue_changed', critical: false, run: createKeepTunnels(ctx) },
    {
      name: 'reconcile-tunnels',
      everyMs: ctx.config.tunnels.reconcileMs,
      critical: false,
      run: createReconcileTunnels(ctx),
    },
    { name: 'verify-ledger', everyMs: 5 * rarelyMs, critical: false, run: createVerifyLedger(ctx) },
    { name: 'take-backups', everyMs: rarelyMs, critical: false, run: createTakeBackups(ctx) },
    {
      name: 'watch-incidents',
      everyMs: 5 * everyMs,
      critical: false,
      run: createWatchIncidents(ctx, health),
    },
    { name: 'purge-evidence', everyMs: rarelyMs, critical: false, run: createPurgeEvidence(ctx) },
  ];
}
