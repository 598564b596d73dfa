import { t } from '@lingui/core/macro';
import { useAccount } from '../../features/accounts/api/get-account.ts';
import { SessionsCard } from '../../features/security/components/sessions-card.tsx';
import { TotpCard } from '../../features/security/components/totp-card.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

export function AccountSecurityPage() {
  useDocumentTitle(t`Security`);
  const account = useAccount();
  return (
    <QueryView query={account} loading={<SkeletonList rows={2} rowClassName="h-40" />}>
      {({ totp }) => (
        <>
          <TotpCard enabled={totp.enabled} codesLeft={totp.recoveryCodesLeft} />
          <SessionsCard />
        </>
      )}
    </QueryView>
  );
}
