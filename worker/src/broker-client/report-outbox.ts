import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';

export type ReportOutcome = ReportAck['outcome'];

/** Reports of this boot, numbered from 1, kept until the broker acknowledged them. */
export type ReportOutbox = {
  /** Numbers, keeps and sends a report. Resolves with the broker's verdict, also over reconnects. */
  add: (machine: MachineEpoch, body: ReportBody) => Promise<ReportOutcome>;
  acknowledge: (ack: ReportAck) => Report | null;
  /** A new connection: what the broker had applied is done, the rest goes out again, in order. */
  resume: (ackedReportSeq: number, send: (report: Report) => void) => void;
  /** The connection is gone: keep, send nothing. */
  pause: () => void;
  size: () => number;
};

type Kept = { report: Report; settle: (outcome: ReportOutcome) => void };

/** The broker agreed: it is written there, now or before. */
export function stands(outcome: ReportOutcome): boolean {
  return outcome === 'applied' || outcome === 'duplicate';
}

export function createReportOutbox(): ReportOutbox {
  const kept = new Map<number, Kept>();
  let lastSeq = 0;
  let sendNow: ((report: Report) => void) | null = null;

  function settle(seq: number, outcome: ReportOutcome): Report | null {
    const entry = kept.get(seq);
    if (entry === undefined) return null;
    kept.delete(seq);
    entry.settle(outcome);
    return entry.report;
  }

  return {
    add({ machineId, epoch }, body) {
      lastSeq += 1;
      const report: Report = { type: 'report', seq: lastSeq, machineId, epoch, body };
      const { promise, resolve } = Promise.withResolvers<ReportOutcome>();
      kept.set(report.seq, { report, settle: resolve });
      sendNow?.(report);
      return promise;
    },
    acknowledge: (ack) => settle(ack.seq, ack.outcome),
    resume(ackedReportSeq, send) {
      for (const seq of kept.keys()) if (seq <= ackedReportSeq) settle(seq, 'duplicate');
      sendNow = send;
      for (const { report } of kept.values()) send(report);
    },
    pause() {
      sendNow = null;
    },
    size: () => kept.size,
  };
}
