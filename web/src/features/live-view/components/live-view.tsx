import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useRef } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { sayKeptName } from '../../../words/say-kept.ts';
import { mayDo } from '../../accounts/api/use-signed-in.ts';
import { describeNoPicture } from '../describe-live-view.ts';
import { usePageInput } from '../use-page-input.ts';
import { useScreen } from '../use-screen.ts';
import { HandOver } from './hand-over.tsx';
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
  return (
    <div className="space-y-4">
      {state.needsOperator ? <WaitBanner needs={state.needsOperator} /> : null}
      <Card className="space-y-3">
        <div ref={tools} className="flex min-h-11 flex-wrap items-center justify-between gap-3">
          <WhoHasIt state={state} hasIt={hasIt} />
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
        {mayOperate && isPreparing && !isStill && screen.status === 'open' ? (
          <p className="text-soft text-sm">
            <Trans>
              The recipe works on this page. Pause it, and take the page over when it stands still.
            </Trans>
          </p>
        ) : null}
        <p className="text-soft min-h-6 text-sm break-all">
          {hasPicture ? `${frame.title} · ${frame.url}` : null}
        </p>
        <div className="bg-sunk border-line has-focus-visible:ring-focus relative grid min-h-48 place-items-center overflow-hidden rounded-xl border has-focus-visible:ring-3">
          <canvas
            ref={canvas}
            role="img"
            aria-label={t`The lab’s page`}
            className={classNames(
              'h-auto w-full',
              hasIt && 'cursor-crosshair touch-pinch-zoom',
              hasPicture ? '' : 'invisible',
            )}
          />
          {hasIt ? (
            // A field, so that dead keys, input methods and the keyboard of a phone come to it.
            <textarea
              ref={keys}
              aria-label={t`Keyboard of the lab’s page. Ctrl + Shift + Enter leaves it.`}
              autoCapitalize="none"
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              className="pointer-events-none absolute inset-x-0 top-0 h-full resize-none opacity-0"
            />
          ) : null}
          {hasPicture ? null : (
            <p role="status" className="text-soft absolute inset-0 grid place-items-center p-6 text-center">
              {describeNoPicture(screen.status, screen.fault)}
            </p>
          )}
        </div>
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

function WhoHasIt({ state, hasIt }: { state: LiveViewState; hasIt: boolean }) {
  const { takenBy, paused } = state;
  const words = hasIt
    ? t`You have the page`
    : takenBy === null
      ? t`Nobody has the page`
      : t`${sayKeptName(takenBy)} has the page`;
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
      {paused ? (
        <Badge tone="coin">
          <Trans>Paused</Trans>
        </Badge>
      ) : null}
      <Badge tone={hasIt ? 'ok' : takenBy === null ? 'neutral' : 'busy'}>{words}</Badge>
    </p>
  );
}
