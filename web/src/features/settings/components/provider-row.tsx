import type { ProviderSettings } from '@coinslot/shared/http/admin-sign-in.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';

/** One way in, whether it is offered and whether it works. */
export function ProviderRow({ provider }: { provider: ProviderSettings }) {
  return (
    <Link
      to={paths.adminSettingsProvider(provider.id)}
      className="hover:bg-sunk flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-4 -outline-offset-3"
    >
      <span className="min-w-24 flex-1 text-lg font-bold">{provider.name}</span>
      {provider.lastTest && !provider.lastTest.ok ? (
        <Badge tone="bad">
          <Trans>Last test failed</Trans>
        </Badge>
      ) : null}
      <ProviderBadge provider={provider} />
      <span className="text-soft basis-full text-sm">{describeSource(provider)}</span>
    </Link>
  );
}

function ProviderBadge({ provider }: { provider: ProviderSettings }) {
  if (provider.enabled) {
    return (
      <Badge tone="ok">
        <Trans>On</Trans>
      </Badge>
    );
  }
  return <Badge>{provider.hasSecret ? t`Off` : t`Not set up`}</Badge>;
}

/** Where its credentials come from. */
export function describeSource({ source }: ProviderSettings): string {
  switch (source) {
    case 'settings':
      return t`As saved here.`;
    case 'environment':
      return t`From the server’s environment. Saving here takes its place.`;
    case 'none':
      return t`It takes some five minutes.`;
  }
}
