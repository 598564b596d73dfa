import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { settingsKey } from '../../../features/settings/api/get-settings.ts';
import { useProviders } from '../../../features/settings/api/list-providers.ts';
import { testProvider } from '../../../features/settings/api/test-setup.ts';
import { ProviderForm } from '../../../features/settings/components/provider-form.tsx';
import { SetupTestCard } from '../../../features/settings/components/setup-test-card.tsx';
import { BackLink } from '../../../ui/back-link.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { paths } from '../../paths.ts';
import { NotFoundPage } from '../not-found-page.tsx';

/** How one provider is set up, step by step. */
export function ProviderSettingsPage() {
  const { provider: id } = useParams();
  const client = useQueryClient();
  const providers = useProviders();
  return (
    <>
      <BackLink to={paths.adminSettingsSignIn}>
        <Trans>All ways in</Trans>
      </BackLink>
      <QueryView query={providers} loading={<Skeleton className="h-[36rem]" />}>
        {({ items }) => {
          const provider = items.find((each) => each.id === id);
          if (!provider) return <NotFoundPage />;
          return (
            <>
              <ProviderForm
                provider={provider}
                reload={async () => (await providers.refetch()).data?.items.find((each) => each.id === id)}
              />
              <SetupTestCard
                last={provider.lastTest}
                send={() => testProvider(provider.id)}
                onDone={() => void client.invalidateQueries({ queryKey: settingsKey })}
              />
            </>
          );
        }}
      </QueryView>
    </>
  );
}
