import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useProviders } from '../../../features/settings/api/list-providers.ts';
import { ProviderRow } from '../../../features/settings/components/provider-row.tsx';
import { Card } from '../../../ui/card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';

/** The providers by which members may come in. */
export function SignInSettingsPage() {
  const providers = useProviders();
  return (
    <>
      <p className="text-soft">
        <Trans>
          Beside e-mail and password, members may come in by these. The page shows those that are on, Discord
          first.
        </Trans>
      </p>
      <QueryView query={providers} loading={<SkeletonList rows={3} rowClassName="h-20" />}>
        {({ items }) => (
          <Card className="overflow-hidden p-0!" aria-label={t`Providers`}>
            <ul className="divide-line divide-y">
              {items.map((provider) => (
                <li key={provider.id}>
                  <ProviderRow provider={provider} />
                </li>
              ))}
            </ul>
          </Card>
        )}
      </QueryView>
    </>
  );
}
