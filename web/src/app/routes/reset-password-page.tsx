import type { PasswordReset, WaysLeft as Ways } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { toast } from 'sonner';
import { meKey } from '../../features/accounts/api/get-me.ts';
import { BrokenLink } from '../../features/sign-in/components/broken-link.tsx';
import { ResetForm } from '../../features/sign-in/components/reset-form.tsx';
import { WaysLeft } from '../../features/sign-in/components/ways-left.tsx';
import { paths } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

/** Where the link of a mail leads: the token is spent when the new password is sent, not when the page is opened. */
export function ResetPasswordPage() {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [ways, setWays] = useState<Ways | null>(null);
  const token = query.get('token');
  function goOn({ waysLeft }: PasswordReset): void {
    // All sessions have ended, this browser's own too.
    client.setQueryData(meKey, null);
    if (waysLeft.providers.length + waysLeft.passkeys > 0) {
      setWays(waysLeft);
      return;
    }
    toast.success(t`The password is set. Sign in with it.`);
    void navigate(paths.signIn, { replace: true });
  }
  return (
    <NarrowPage
      title={t`Set a new password`}
      lead={t`Whoever is signed in to the account is signed out, and its API keys are revoked.`}
    >
      {ways ? <WaysLeft ways={ways} /> : token ? <ResetForm token={token} onDone={goOn} /> : <BrokenLink />}
    </NarrowPage>
  );
}
