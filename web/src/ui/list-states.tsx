import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorText } from '../lib/api-error.ts';
import { formatAgo } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { Notice } from './notice.tsx';

type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode };

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Card className="flex flex-col items-center gap-3 px-6 py-10 text-center">
      <div aria-hidden className="bg-sunk ring-line grid h-12 w-16 place-items-center rounded-xl ring-1">
        <div className="bg-ink h-7 w-1.5 rounded-full" />
      </div>
      <h2 className="text-lg font-bold">{title}</h2>
      {children ? <div className="text-soft max-w-prose">{children}</div> : null}
      {action}
    </Card>
  );
}

type ErrorStateProps = { error: unknown; onRetry: () => void; title?: string };

/** Nothing could be loaded: says why and offers another try. */
export function ErrorState({ error, onRetry, title = t`This could not be loaded` }: ErrorStateProps) {
  return (
    <Card role="alert" className="flex flex-col items-center gap-3 px-6 py-10 text-center">
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="text-soft max-w-prose">{errorText(error)}</p>
      <Button onClick={onRetry}>
        <RotateCw aria-hidden /> <Trans>Try again</Trans>
      </Button>
    </Card>
  );
}

type StaleNoteProps = { error: unknown; updatedAtMs: number; onRetry: () => void };

/** What is shown is old, because refreshing it failed. */
export function StaleNote({ error, updatedAtMs, onRetry }: StaleNoteProps) {
  const now = useNow(5000);
  return (
    <Notice
      tone="coin"
      className="mb-3"
      action={
        <Button size="small" onClick={onRetry}>
          <Trans>Refresh</Trans>
        </Button>
      }
    >
      <Trans>
        This is from {formatAgo(updatedAtMs, now)}: {errorText(error)}
      </Trans>
    </Notice>
  );
}
