import { groupBy } from './check-holders.ts';
import type { Finding, History, WireReport } from './history.ts';

/** What the broker may have done with a report before it passed the relay, on its own clock. */
const clockSlackMs = 5;

/** No report of an old epoch is taken, and what was answered as taken is there. */
export function checkReports(history: History): Finding[] {
  const taken = history.wire.reports.filter(({ outcome }) => outcome === 'applied');
  return [...findStale(history, taken), ...findForgotten(history, taken)];
}

function findStale({ stored }: History, taken: readonly WireReport[]): Finding[] {
  const leases = groupBy(stored.leases, ({ machineId }) => machineId);
  return taken.flatMap((report) => {
    const newer = leases
      .get(report.machineId)
      ?.find(({ epoch, writtenAt }) => epoch > report.epoch && writtenAt + clockSlackMs < report.sentAt);
    return newer === undefined
      ? []
      : [{ check: 'stale_write', what: 'a report of an old epoch was taken', facts: { report, newer } }];
  });
}

/** Whatever the worker was told is written: else it forgets what nobody remembers. */
function findForgotten({ stored }: History, taken: readonly WireReport[]): Finding[] {
  const sessions = new Map(stored.labSessions.map((session) => [session.id, session]));
  const machines = new Map(stored.machines.map((machine) => [machine.id, machine]));
  const accepted = new Set(
    stored.leases
      .filter(({ acknowledgedAt }) => acknowledgedAt !== null)
      .map(({ machineId, epoch }) => `${machineId}/${epoch}`),
  );

  function isThere(report: WireReport): boolean {
    const session = sessions.get(report.labSessionId ?? '');
    switch (report.kind) {
      case 'accepted':
        return accepted.has(`${report.machineId}/${report.epoch}`);
      case 'lab_session_intended':
        return session?.tag === report.tag;
      case 'lab_session_started':
      case 'lab_session_live':
        return session?.labRef === report.labRef;
      case 'lab_session_ended':
        return session?.state === 'ended';
      case 'ready':
        return machines.get(report.machineId)?.readyAt !== null;
      default:
        return true;
    }
  }
  return taken
    .filter((report) => !isThere(report))
    .map((report) => ({
      check: 'forgotten_answer',
      what: 'a report was answered as taken, and is not there',
      facts: { report, session: sessions.get(report.labSessionId ?? '') },
    }));
}
