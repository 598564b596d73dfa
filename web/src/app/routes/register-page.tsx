import type { SignInWays } from '@coinslot/shared/http/sign-in.ts';
import type { Site } from '@coinslot/shared/http/site.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useSetupStatus } from '../../features/accounts/api/get-setup-status.ts';
import { useSignInWays } from '../../features/sign-in/api/get-sign-in-ways.ts';
import { InsecureNotice } from '../../features/sign-in/components/insecure-notice.tsx';
import { OrLine } from '../../features/sign-in/components/or-line.tsx';
import { ProviderButtons } from '../../features/sign-in/components/provider-buttons.tsx';
import { RegisterForm } from '../../features/sign-in/components/register-form.tsx';
import { TermsLink } from '../../features/sign-in/components/terms-link.tsx';
import { useSite } from '../../features/site/api/get-site.ts';
import { ContactLine } from '../../features/site/components/contact-line.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths, readReturnPath, withReturnPath } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

export function RegisterPage() {
  const me = useMe().data;
  const setup = useSetupStatus();
  const ways = useSignInWays();
  const site = useSite();
  const [query] = useSearchParams();
  const wanted = readReturnPath(query);
  // Whoever registers while the first admin is missing most likely holds the setup code.
  const next = setup.data?.needed && wanted === paths.shop ? paths.setup : wanted;
  if (me) return <Navigate to={next} replace />;
  return (
    <NarrowPage
      title={t`Create your account`}
      below={
        ways.isPending || site.isPending ? null : (
          <Trans>
            Already a member?{' '}
            <Link
              className="text-link font-semibold underline underline-offset-2"
              to={withReturnPath(paths.signIn, wanted)}
            >
              Sign in
            </Link>
          </Trans>
        )
      }
    >
      <QueryView query={ways} loading={<Loading />}>
        {(offered) => (
          <QueryView query={site} loading={<Loading />}>
            {(house) => <NewMember ways={offered} site={house} next={next} />}
          </QueryView>
        )}
      </QueryView>
    </NarrowPage>
  );
}

function NewMember({ ways, site, next }: { ways: SignInWays; site: Site; next: string }) {
  const navigate = useNavigate();
  const hasTerms = site.terms.revision > 0;
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (!site.signUpOpen) return <Closed />;
  if (mailedTo !== null) return <MailSent email={mailedTo} />;
  return (
    <>
      {ways.insecure ? <InsecureNotice /> : null}
      {ways.providers.length > 0 ? (
        <>
          <ProviderButtons providers={ways.providers} returnTo={next} acceptsTerms={hasTerms} />
          {hasTerms ? <ProviderTerms /> : null}
        </>
      ) : null}
      {ways.providers.length > 0 && ways.email.signUp ? <OrLine /> : null}
      {ways.email.signUp ? (
        <RegisterForm
          hasTerms={hasTerms}
          onDone={() => void navigate(next, { replace: true })}
          onMailSent={setMailedTo}
        />
      ) : null}
    </>
  );
}

function ProviderTerms() {
  return (
    <p className="text-soft mt-3 text-sm">
      <Trans>
        Going on with one of these means that you agree to the <TermsLink to={paths.terms}>terms</TermsLink>{' '}
        and to <TermsLink to={paths.privacy}>what happens to your data</TermsLink>.
      </Trans>
    </p>
  );
}

function Closed() {
  return (
    <div className="space-y-2">
      <p className="font-semibold">
        <Trans>New members are not taken at the moment.</Trans>
      </p>
      <ContactLine className="text-soft" />
    </div>
  );
}

function MailSent({ email }: { email: string }) {
  return (
    <div role="status" className="space-y-3">
      <h2 className="text-xl font-bold">
        <Trans>Look into your mail</Trans>
      </h2>
      <p>
        <Trans>
          A link is on its way to <strong className="break-words">{email}</strong>. Open it, and your account
          is ready.
        </Trans>
      </p>
      <p className="text-soft">
        <Trans>
          Nothing came? Look into the spam folder. When you have an account already, the mail says so.
        </Trans>
      </p>
    </div>
  );
}

function Loading() {
  return <SkeletonList rows={4} rowClassName="h-12" />;
}
