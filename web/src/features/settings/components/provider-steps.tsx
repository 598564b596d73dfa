import type { ProviderSettings } from '@coinslot/shared/http/admin-sign-in.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { describeProvider } from '../describe-provider.ts';

/** What to do at the provider in three steps; the fields of the last one are the children. */
export function ProviderSteps({ provider, children }: { provider: ProviderSettings; children: ReactNode }) {
  const { make, redirect, copy } = describeProvider(provider.id);
  const { name } = provider;
  return (
    <ol className="space-y-5">
      <Step number={1}>
        <p>{make}</p>
        <a
          href={provider.setupUrl}
          target="_blank"
          rel="noopener noreferrer"
          className="text-link inline-flex items-center gap-1.5 font-semibold underline underline-offset-2"
        >
          <Trans>Open {name}’s page for this</Trans> <ExternalLink aria-hidden className="size-4" />
        </a>
      </Step>
      <Step number={2}>
        <p>{redirect}</p>
        <CopyLine label={t`Redirect address`} text={provider.redirectUrl} />
      </Step>
      <Step number={3}>
        <p>{copy}</p>
        {children}
      </Step>
    </ol>
  );
}

function Step({ number, children }: { number: number; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="bg-coin text-coin-ink grid size-7 shrink-0 place-items-center rounded-full text-sm font-bold"
      >
        {number}
      </span>
      <div className="min-w-0 flex-1 space-y-3">{children}</div>
    </li>
  );
}
