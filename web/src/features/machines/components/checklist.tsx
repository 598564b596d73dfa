import type { Machine, MachineStep } from '@coinslot/shared/http/machines.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { ProvisionStep, provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { msg, t } from '@lingui/core/macro';
import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import { formatElapsed } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Notice } from '../../../ui/notice.tsx';
import { say, sayContract } from '../../../words/say.ts';

type ChecklistProps = {
  machine: Pick<Machine, 'attempt' | 'steps' | 'endedAt'>;
  events: readonly MachineEvent[];
};

/** The seven steps with their times; above them what earlier tries ran into. */
export function Checklist({ machine, events }: ChecklistProps) {
  const retries = events.filter((event) => event.kind === 'retry');
  return (
    <div>
      {machine.attempt > 1 ? (
        <Notice tone="coin" className="mb-3">
          <p className="font-semibold">{tryLabel(machine.attempt)}</p>
          {retries.map((retry) => (
            <p key={retry.n}>{sayContract(retry.text)}</p>
          ))}
        </Notice>
      ) : null}
      <ol className="space-y-0.5">
        {ProvisionStep.options.map((name) => (
          <StepRow
            key={name}
            label={sayContract(provisionStepLabels[name])}
            step={machine.steps.find((step) => step.step === name)}
            over={machine.endedAt !== null}
          />
        ))}
      </ol>
    </div>
  );
}

function tryLabel(attempt: number): string {
  const words = ['', t`First try`, t`Second try`, t`Third try`, t`Fourth try`];
  return words[attempt] ?? t`Try ${attempt}`;
}

type StepRowProps = { label: string; step: MachineStep | undefined; over: boolean };

function StepRow({ label, step, over }: StepRowProps) {
  const running = step?.state === 'running' && !over;
  const state = step ? (running || step.state !== 'running' ? step.state : 'failed') : 'waiting';
  return (
    <li className="flex items-start gap-3 rounded-lg px-1 py-1.5" aria-current={running ? 'step' : undefined}>
      <StepIcon state={state} />
      <div className="min-w-0 flex-1">
        <p className={running ? 'font-bold' : state === 'waiting' ? 'text-soft' : ''}>
          {label}
          <span className="sr-only">: {say(spokenStates[state])}</span>
        </p>
        {step?.failure ? (
          <p className="text-bad text-sm">{sayContract(provisionFailures[step.failure].text)}</p>
        ) : null}
      </div>
      {step && (running || step.finishedAt) ? <StepTime step={step} /> : null}
    </li>
  );
}

const spokenStates = {
  waiting: msg`not begun`,
  running: msg`running`,
  done: msg`done`,
  failed: msg`failed`,
};

function StepIcon({ state }: { state: keyof typeof spokenStates }) {
  const box = 'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full [&_svg]:size-3.5';
  if (state === 'done') {
    return (
      <span aria-hidden className={`${box} bg-ok text-panel`}>
        <Check strokeWidth={3} />
      </span>
    );
  }
  if (state === 'failed') {
    return (
      <span aria-hidden className={`${box} bg-bad text-panel`}>
        <X strokeWidth={3} />
      </span>
    );
  }
  if (state === 'running')
    return <LoaderCircle aria-hidden className="text-busy mt-0.5 size-5 shrink-0 animate-spin" />;
  return <Circle aria-hidden className="text-line-strong mt-0.5 size-5 shrink-0" />;
}

function StepTime({ step }: { step: MachineStep }) {
  const now = useNow();
  const until = step.finishedAt ? new Date(step.finishedAt).getTime() : now;
  return (
    <span className="text-soft shrink-0 text-sm tabular-nums">
      {formatElapsed(until - new Date(step.startedAt).getTime())}
    </span>
  );
}
