import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { ForgotForm } from '../../features/sign-in/components/forgot-form.tsx';
import { paths } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

export function ForgotPasswordPage() {
  return (
    <NarrowPage
      title={t`Set a new password`}
      lead={t`We send a link to the address of your account.`}
      below={
        <Link className="text-link font-semibold underline underline-offset-2" to={paths.signIn}>
          <Trans>Back to signing in</Trans>
        </Link>
      }
    >
      <ForgotForm />
    </NarrowPage>
  );
}
