import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useProviders } from '../../../features/settings/api/list-providers.ts';
import { ProviderRow } from '../../../features/settings/components/provider-row.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { RowCard } from '../../../ui/row-card.tsx';
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
          <RowCard rows={items} keyOf={({ id }) => id} label={t`Providers`}>
            {(provider) => <ProviderRow provider={provider} />}
          </RowCard>
        )}
      </QueryView>
    </>
  );
}
