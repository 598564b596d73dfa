import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useNavigate } from 'react-router';
import { toast } from 'sonner';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useSetupStatus } from '../../features/accounts/api/get-setup-status.ts';
import { SetupForm } from '../../features/accounts/components/setup-form.tsx';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths, withReturnPath } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

export function SetupPage() {
  const setup = useSetupStatus();
  return (
    <NarrowPage
      title={t`Set up this Coinslot`}
      lead={t`The first admin is whoever holds the one-time code, not whoever comes first.`}
    >
      <QueryView query={setup} loading={<SkeletonList rows={2} rowClassName="h-12" />}>
        {(status) => (status.needed ? <SetupNeeded /> : <SetupDone />)}
      </QueryView>
    </NarrowPage>
  );
}

function SetupNeeded() {
  const me = useMe().data;
  const navigate = useNavigate();
  if (me === null) return <RegisterFirst />;
  function welcome(): void {
    toast.success(t`You are the admin now.`);
    void navigate(paths.admin);
  }
  return <SetupForm onDone={welcome} />;
}

function RegisterFirst() {
  return (
    <div className="space-y-4">
      <p>
        <Trans>First create your own account, or sign in. The code then makes that account the admin.</Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button asChild look="coin">
          <Link to={withReturnPath(paths.register, paths.setup)}>
            <Trans>Create an account</Trans>
          </Link>
        </Button>
        <Button asChild>
          <Link to={withReturnPath(paths.signIn, paths.setup)}>
            <Trans>Sign in</Trans>
          </Link>
        </Button>
      </div>
    </div>
  );
}

function SetupDone() {
  return (
    <div className="space-y-4">
      <p>
        <Trans>Setup is done: an admin exists. Ask them when you need a role.</Trans>
      </p>
      <Button asChild look="coin">
        <Link to={paths.shop}>
          <Trans>Go to the shop</Trans>
        </Link>
      </Button>
    </div>
  );
}
