import { randomUUID } from 'node:crypto';
import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Worker } from '../worker.ts';
import { startLabProcess } from './lab-process.ts';
import type { LabProcess } from './lab-process.ts';
import { makeAssignment, makeWorld } from './worker-world.ts';
import type { WorkerWorld } from './worker-world.ts';

type Seat = { username: string; password: string };
type EndedBody = Extract<ReportBody, { kind: 'ready' | 'failed' }>;

/** The real lab, a real worker with a real browser, and a fake broker between test and worker. */
export type LabWorld = WorkerWorld & {
  lab: LabProcess;
  worker: () => Worker;
  /** A fresh seat at the lab, so that one test's switches and machines do not touch another's. */
  newSeat: (machines?: number) => Promise<Seat>;
  /** Assigns this machine beside the others. */
  assign: (assignment: Assignment) => void;
  unassign: (assignment: Assignment) => void;
  /** `ready` or `failed`, whichever the worker reports. */
  outcome: (assignment: Assignment, timeoutMs?: number) => Promise<EndedBody>;
  bodiesOf: (assignment: Pick<Assignment, 'machineId'>) => ReportBody[];
  /** Sets the goal to `end` and waits until every session of the machine is reported as ended. */
  end: (assignment: Assignment) => Promise<void>;
  machineFor: (seat: Seat, changes?: Parameters<typeof makeAssignment>[0]) => Assignment;
  restartWorker: () => Promise<void>;
};

/** @param pageMs how long a page may take */
export async function makeLabWorld({ pageMs = 3000 } = {}): Promise<LabWorld> {
  const lab = await startLabProcess();
  const world = await makeWorld({ pageMs, labStartMs: 15_000 });
  const { broker } = world;
  const wanted = new Map<string, Assignment>();
  let worker = await world.start();

  function assign(assignment: Assignment): void {
    wanted.set(assignment.machineId, assignment);
    broker.want([...wanted.values()]);
  }

  function unassign({ machineId }: Assignment): void {
    wanted.delete(machineId);
    broker.want([...wanted.values()]);
  }

  function bodiesOf({ machineId }: Pick<Assignment, 'machineId'>): ReportBody[] {
    return broker.reports().flatMap((report) => (report.machineId === machineId ? [report.body] : []));
  }

  function openSessions(assignment: Assignment): string[] {
    const bodies = bodiesOf(assignment);
    const ended = new Set(
      bodies.flatMap((body) => (body.kind === 'lab_session_ended' ? [body.labSessionId] : [])),
    );
    const intended = bodies.flatMap((body) =>
      body.kind === 'lab_session_intended' ? [body.labSessionId] : [],
    );
    return [...intended, ...assignment.labSessions.map(({ id }) => id)].filter((id) => !ended.has(id));
  }

  return {
    ...world,
    lab,
    worker: () => worker,
    newSeat: (machines = 1) => lab.addAccount(`seat-${randomUUID().slice(0, 8)}`, machines),
    assign,
    unassign,
    bodiesOf,
    machineFor: (seat, changes = {}) =>
      makeAssignment({
        ...changes,
        lab: { baseUrl: lab.url, ...changes.lab },
        seat: { ...seat, ...changes.seat },
      }),
    outcome: (assignment, timeoutMs = 30_000) =>
      broker.until(
        'ready or failed',
        () => bodiesOf(assignment).find((body) => body.kind === 'ready' || body.kind === 'failed'),
        timeoutMs,
      ),
    async end(assignment) {
      assign({ ...assignment, goal: 'end' });
      await broker.until('all lab sessions ended', () => openSessions(assignment).length === 0, 30_000);
      unassign(assignment);
    },
    async restartWorker() {
      await worker.drain(0);
      worker = await world.start();
    },
    async stop() {
      await Promise.allSettled([world.stop()]);
      await lab.stop();
    },
  };
}
