import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useRef } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { sayKeptName } from '../../../words/say-kept.ts';
import { mayDo } from '../../accounts/api/use-signed-in.ts';
import { describeNoPicture } from '../describe-live-view.ts';
import { usePageInput } from '../use-page-input.ts';
import { useScreen } from '../use-screen.ts';
import { HandOver } from './hand-over.tsx';
import { LabPicture } from './lab-picture.tsx';
import { TextToPage } from './text-to-page.tsx';
import { WaitBanner } from './wait-banner.tsx';

type LiveViewProps = {
  machineId: string;
  state: LiveViewState;
  /** Whether its preparation is under way, so that it can be paused. */
  isPreparing: boolean;
  me: Me;
};

/** What the worker sees of the lab's page; whoever has taken it over clicks and types on it. */
export function LiveView({ machineId, state, isPreparing, me }: LiveViewProps) {
  const tools = useRef<HTMLDivElement>(null);
  const keys = useRef<HTMLTextAreaElement>(null);
  const { canvas, state: screen, send } = useScreen(machineId);
  const { hasIt, isStill } = screen;
  const mayOperate = mayDo(me, 'admin.machines.operate');
  const { frame } = screen;
  const hasPicture = frame !== null && screen.status === 'open' && screen.fault === null;
  usePageInput({
    canvas,
    keys,
    page: hasIt ? frame : null,
    send,
    onLeave: () => tools.current?.querySelector('button')?.focus(),
  });
  const hint = isPreparing
    ? !isStill && screen.status === 'open'
      ? t`The recipe works on this page, and may need no picture of it. Pause it, and take the page over when it stands still.`
      : null
    : t`Nothing is being prepared: pages are opened when the lab is asked for something, and cannot be paused or taken.`;
  return (
    <div className="space-y-4">
      {state.needsOperator ? <WaitBanner needs={state.needsOperator} /> : null}
      <Card className="space-y-3">
        <div ref={tools} className="flex min-h-11 flex-wrap items-center justify-between gap-3">
          <WhoHasIt state={state} hasIt={hasIt} isStill={isStill} />
          {mayOperate ? (
            <HandOver
              machineId={machineId}
              state={state}
              isPreparing={isPreparing}
              hasIt={hasIt}
              mayTake={isStill && state.takenBy === null}
              send={send}
            />
          ) : null}
        </div>
        {/* The line stays when the words go: the picture must not move below a hand. */}
        <p className="text-soft min-h-10 text-sm sm:min-h-5">{mayOperate ? hint : null}</p>
        <p className="text-soft min-h-6 text-sm break-all">
          {hasPicture ? [frame.title, frame.url].filter((part) => part !== '').join(' · ') : null}
        </p>
        <LabPicture
          canvas={canvas}
          keys={keys}
          hasIt={hasIt}
          instead={hasPicture ? null : describeNoPicture(screen.status, screen.fault)}
          isExpected={isPreparing}
        />
        {hasIt && mayOperate ? <TextToPage send={send} /> : null}
        <p className="text-soft text-sm">
          <Trans>
            Passwords are hidden. Looking, taking over and pausing are written to the audit log; what is typed
            is not. Ctrl + Shift + Enter leaves the picture with the keyboard.
          </Trans>
        </p>
      </Card>
    </div>
  );
}

function WhoHasIt({ state, hasIt, isStill }: { state: LiveViewState; hasIt: boolean; isStill: boolean }) {
  const { takenBy, paused } = state;
  const words = hasIt
    ? t`You have the page`
    : takenBy === null
      ? t`Nobody has the page`
      : t`${sayKeptName(takenBy)} has the page`;
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
      {paused ? <Badge tone="coin">{isStill ? t`Paused` : t`Pauses after this step`}</Badge> : null}
      <Badge tone={hasIt ? 'ok' : takenBy === null ? 'neutral' : 'busy'}>{words}</Badge>
    </p>
  );
}
