import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useAccount } from '../../features/accounts/api/get-account.ts';
import { ownEmail } from '../../features/accounts/own-email.ts';
import { PasskeysCard } from '../../features/security/components/passkeys-card.tsx';
import { PasswordCard } from '../../features/security/components/password-card.tsx';
import { useIdentities } from '../../features/sign-in/api/list-identities.ts';
import { IdentitiesCard } from '../../features/sign-in/components/identities-card.tsx';
import { ReturnedNotice } from '../../features/sign-in/components/returned-notice.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

export function AccountWaysPage() {
  useDocumentTitle(t`Ways in`);
  const account = useAccount();
  // How high the first card gets is known only then: what stands below waits, so that nothing jumps.
  const waits = useIdentities().isPending;
  return (
    <>
      <ReturnedNotice />
      <p className="text-soft">
        <Trans>Everything that opens this account. With two of them, losing one does not lock you out.</Trans>
      </p>
      <IdentitiesCard returnTo={paths.accountWays} />
      {waits ? (
        <SkeletonList rows={2} rowClassName="h-28" />
      ) : (
        <>
          <QueryView query={account} loading={<SkeletonList rows={1} rowClassName="h-28" />}>
            {(facts) =>
              // A password opens nothing without an address to type with it.
              facts.hasPassword || ownEmail(facts.email) ? (
                <PasswordCard hasPassword={facts.hasPassword} />
              ) : null
            }
          </QueryView>
          <PasskeysCard />
        </>
      )}
    </>
  );
}
