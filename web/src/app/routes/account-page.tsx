import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useAccount } from '../../features/accounts/api/get-account.ts';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { EmailCard } from '../../features/accounts/components/email-card.tsx';
import { ProfileForm } from '../../features/accounts/components/profile-form.tsx';
import { SignOutButton } from '../../features/accounts/components/sign-out-button.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { Card, CardTitle } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { ThemePicker } from './theme-picker.tsx';

export function AccountPage() {
  useDocumentTitle(t`Account`);
  const me = useSignedIn();
  const account = useAccount();
  if (!me) return null;
  const { activeMachines, activeMachinesMax } = me.limits;
  return (
    <QueryView query={account} loading={<SkeletonList rows={3} rowClassName="h-44" />}>
      {(facts) => (
        <>
          <Card>
            <CardTitle aside={<SignOutButton leadsTo={paths.landing} />}>
              <Trans>You</Trans>
            </CardTitle>
            <ProfileForm name={facts.name} />
            <Facts
              className="mt-5"
              items={[
                { name: t`Machines at once`, value: t`${activeMachines} of ${activeMachinesMax} in use` },
                ...(me.perks.discountPercent > 0
                  ? [{ name: t`Off every price`, value: `${me.perks.discountPercent} %` }]
                  : []),
              ]}
            />
          </Card>
          <EmailCard account={facts} />
          <Card>
            <CardTitle>
              <Trans>Appearance</Trans>
            </CardTitle>
            <ThemePicker />
          </Card>
        </>
      )}
    </QueryView>
  );
}
