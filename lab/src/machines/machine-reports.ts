import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Step = z.enum(['isolate', 'filesystem', 'ssh', 'stopped']);
export type Step = z.infer<typeof Step>;
const Report = z.union([
  z.object({ step: Step }),
  z.object({ users: z.int().nonnegative() }),
  z.object({ signedIn: z.int() }),
]);
type Report = z.infer<typeof Report>;

export interface MachineReports {
  /**
   * The steps from now on, up to the last one, which is that the SSH server runs.
   * @throws Error when that takes longer than `timeoutMs`, or the machine ends first.
   */
  steps(ended: AbortSignal, timeoutMs: number): AsyncGenerator<Step>;
}

/** Listens to what a machine's own programs write to the lab: how many are logged in, and which connections are. */
export function listenToMachine(
  child: ChildProcess,
  heard: { users: (users: number) => void; signedIn: (connection: number) => void },
): MachineReports {
  if (child.stdout === null) throw new Error('The machine has no standard output.');
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const report = parseReport(line);
    if (report !== null && 'users' in report) heard.users(report.users);
    if (report !== null && 'signedIn' in report) heard.signedIn(report.signedIn);
  });
  return {
    async *steps(ended, timeoutMs) {
      const signal = AbortSignal.any([ended, AbortSignal.timeout(timeoutMs)]);
      try {
        for await (const [line] of on(lines, 'line', { signal, close: ['close'] })) {
          const report = parseReport(String(line));
          if (report === null || !('step' in report)) continue;
          yield report.step;
          if (report.step === 'ssh') return;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      throw new Error(
        signal.aborted ? 'The machine did not start in time.' : 'The machine ended while it started.',
      );
    },
  };
}

function parseReport(line: string): Report | null {
  try {
    return Report.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
