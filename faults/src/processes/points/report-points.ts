import { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { Act, type Point, readTold, type Told } from './point.ts';

/** A report by its kind, and for a step by which and how it went. */
type Wanted = { kind: string; step?: ProvisionStep; state?: 'running' | 'done' };

const steps: Wanted[] = ProvisionStep.options.flatMap((step) =>
  (['running', 'done'] as const).map((state) => ({ kind: 'step', step, state })),
);
/** Reports whose loss or doubling could cost coins, a machine or a seat. */
const turning: [Act, Wanted][] = [
  [Act.buy, { kind: 'accepted' }],
  [Act.buy, { kind: 'lab_session_intended' }],
  [Act.buy, { kind: 'lab_session_started' }],
  [Act.buy, { kind: 'lab_session_live' }],
  [Act.buy, { kind: 'ready' }],
  [Act.extend, { kind: 'extended' }],
  [Act.restart, { kind: 'restarted' }],
  [Act.stop, { kind: 'lab_session_ended' }],
];

/** Each report on its way: sent and not delivered, about to be committed, committed and not answered, answered and not heard. */
export const reportPoints: readonly Point[] = [
  ...steps.map((wanted) => sent(Act.buy, wanted)),
  ...turning.flatMap(([act, wanted]) => [
    sent(act, wanted),
    commits(act, wanted, 'up'),
    commits(act, wanted, 'down'),
    acknowledged(act, wanted),
  ]),
];

function sent(act: Act, wanted: Wanted): Point {
  return {
    name: `${act}/${nameOf(wanted)}-sent`,
    act,
    watch:
      ({ id }) =>
      (sighting) => {
        const told = readTold(sighting);
        return told?.way === 'up' && isReport(told, wanted, id());
      },
  };
}

function commits(act: Act, wanted: Wanted, way: 'up' | 'down'): Point {
  return {
    name: `${act}/${nameOf(wanted)}-${way === 'up' ? 'before-commit' : 'committed'}`,
    act,
    watch: ({ id }) => {
      let isDelivered = false;
      return (sighting) => {
        const told = readTold(sighting);
        if (told !== null) {
          isDelivered ||= told.way === 'up' && isReport(told, wanted, id());
          return false;
        }
        const isLasting =
          sighting.link === 'database' && sighting.moment === 'commit' && sighting.way === way;
        // Every report is counted in the transaction that applies it.
        return (
          isDelivered && isLasting && /report_seq/.test(sighting.text) && sighting.text.includes(id() ?? '-')
        );
      };
    },
  };
}

function acknowledged(act: Act, wanted: Wanted): Point {
  return {
    name: `${act}/${nameOf(wanted)}-acknowledged`,
    act,
    watch: ({ id }) => {
      let report: { seq: number | undefined; worker: string } | null = null;
      return (sighting) => {
        const told = readTold(sighting);
        if (told === null) return false;
        if (told.way === 'up' && isReport(told, wanted, id()))
          report = { seq: told.seq, worker: told.worker };
        return told.type === 'report_ack' && report?.worker === told.worker && report.seq === told.seq;
      };
    },
  };
}

function isReport(
  { type, machineId, body }: Told,
  { kind, step, state }: Wanted,
  id: string | null,
): boolean {
  if (type !== 'report' || machineId !== id || body?.kind !== kind) return false;
  return step === undefined || (body.step === step && body.state === state);
}

function nameOf({ kind, step, state }: Wanted): string {
  return step === undefined ? kind.replaceAll('_', '-') : `${step.replaceAll('_', '-')}-${state}`;
}
