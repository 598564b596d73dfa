import type { SignInWays } from '@coinslot/shared/http/sign-in.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useSignInWays } from '../../features/sign-in/api/get-sign-in-ways.ts';
import { InsecureNotice } from '../../features/sign-in/components/insecure-notice.tsx';
import { OrLine } from '../../features/sign-in/components/or-line.tsx';
import { PasskeyButton } from '../../features/sign-in/components/passkey-button.tsx';
import { ProviderButtons } from '../../features/sign-in/components/provider-buttons.tsx';
import { SignInForm } from '../../features/sign-in/components/sign-in-form.tsx';
import { describeSignInError, readSignInError } from '../../features/sign-in/describe-sign-in-error.ts';
import { ContactLine } from '../../features/site/components/contact-line.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { type Parting, paths, readParting, readReturnPath, withReturnPath } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

const linkLook = 'text-link font-semibold underline underline-offset-2';

export function SignInPage() {
  const me = useMe().data;
  const ways = useSignInWays();
  const [query] = useSearchParams();
  const returnTo = readReturnPath(query);
  const failed = readSignInError(query);
  const parting = readParting(query);
  if (me) return <Navigate to={returnTo} replace />;
  return (
    <NarrowPage
      title={t`Sign in`}
      lead={parting === null ? t`Good to see you again.` : undefined}
      below={
        ways.isPending ? null : (
          <Trans>
            New here?{' '}
            <Link className={linkLook} to={withReturnPath(paths.register, returnTo)}>
              Create an account
            </Link>
          </Trans>
        )
      }
    >
      {failed ? (
        <Notice tone="bad" className="mb-5">
          {describeSignInError(failed.error, failed.name)}
          {failed.error === 'account_disabled' ? <ContactLine /> : null}
          {failed.error === 'terms_not_accepted' ? (
            <Link className={`${linkLook} block`} to={withReturnPath(paths.register, returnTo)}>
              <Trans>Create an account</Trans>
            </Link>
          ) : null}
        </Notice>
      ) : null}
      {parting === null || failed ? null : (
        <Notice className="mb-5">
          {describeParting(parting)}
          {parting === 'ended' ? <ContactLine /> : null}
        </Notice>
      )}
      <QueryView query={ways} loading={<SkeletonList rows={4} rowClassName="h-12" />}>
        {(offered) => <Ways ways={offered} returnTo={returnTo} />}
      </QueryView>
    </NarrowPage>
  );
}

function describeParting(why: Parting): string {
  return why === 'deleted'
    ? t`Your account is deleted. What runs for it is being ended now.`
    : t`You were signed out: the session was too old, was ended somewhere else, or the account was disabled. Signing in again says which.`;
}

function Ways({ ways, returnTo }: { ways: SignInWays; returnTo: string }) {
  const navigate = useNavigate();
  const enter = () => void navigate(returnTo, { replace: true });
  return (
    <>
      {ways.insecure ? <InsecureNotice /> : null}
      {ways.providers.length > 0 ? (
        <>
          <ProviderButtons providers={ways.providers} returnTo={returnTo} />
          <OrLine />
        </>
      ) : null}
      {ways.email.signIn ? (
        <SignInForm
          onDone={enter}
          onSecondFactor={() => void navigate(withReturnPath(paths.secondFactor, returnTo))}
        />
      ) : null}
      {ways.email.reset ? (
        <p className="mt-3 text-center text-sm">
          <Link className={linkLook} to={paths.forgotPassword}>
            <Trans>Forgot your password?</Trans>
          </Link>
        </p>
      ) : null}
      {ways.passkeys ? (
        <div className="mt-4">
          <PasskeyButton onDone={enter} />
        </div>
      ) : null}
    </>
  );
}
