import type { Account } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { paths } from '../../../app/paths.ts';
import { type WaitingAct, settleConfirmation } from '../../../lib/confirmation-gate.ts';
import { knowsPasskeys } from '../../../lib/passkeys.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useAccount } from '../../accounts/api/get-account.ts';
import { SignOutButton } from '../../accounts/components/sign-out-button.tsx';
import { describeAct } from '../describe-act.ts';
import { ConfirmByPasskey } from './confirm-by-passkey.tsx';
import { ConfirmByCode, ConfirmByPassword } from './confirm-forms.tsx';

type Way = Account['confirmBy'][number];

/** "Please confirm that it is you": what waited goes on afterwards by itself. */
export function ConfirmDialog({ act }: { act: WaitingAct }) {
  const account = useAccount();
  return (
    <Dialog
      open
      onOpenChange={() => settleConfirmation(false)}
      title={t`Please confirm that it is you`}
      description={`${describeAct(act)} ${t`You are asked once in ten minutes.`}`}
    >
      <QueryView query={account} loading={<Skeleton className="h-32" />}>
        {({ confirmBy }) => <Ways offered={confirmBy} />}
      </QueryView>
    </Dialog>
  );
}

function Ways({ offered }: { offered: readonly Way[] }) {
  const usable = offered.filter((way) => way !== 'passkey' || knowsPasskeys());
  const [way, setWay] = useState<Way>(usable[0] ?? 'sign_in_again');
  const others = usable.filter((other) => other !== way);
  const onDone = () => settleConfirmation(true);
  return (
    <div className="space-y-4">
      {way === 'password' ? <ConfirmByPassword onDone={onDone} /> : null}
      {way === 'code' ? <ConfirmByCode onDone={onDone} /> : null}
      {way === 'passkey' ? <ConfirmByPasskey onDone={onDone} /> : null}
      {way === 'sign_in_again' ? <SignInAgain /> : null}
      {others.length > 0 ? (
        <p className="flex flex-wrap justify-center gap-2">
          {others.map((other) => (
            <Button key={other} look="quiet" size="small" onClick={() => setWay(other)}>
              {nameWay(other)}
            </Button>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function SignInAgain() {
  return (
    <div className="space-y-4">
      <p>
        <Trans>
          This account has no password, code or passkey to confirm with. Sign out and in again; for ten
          minutes you can then do it.
        </Trans>
      </p>
      <SignOutButton leadsTo={`${paths.signIn}?return=${encodeURIComponent(location.pathname)}`} />
    </div>
  );
}

function nameWay(way: Way): string {
  switch (way) {
    case 'password':
      return t`Use the password`;
    case 'code':
      return t`Use a code of the app`;
    case 'passkey':
      return t`Use a passkey`;
    case 'sign_in_again':
      return t`Sign in again`;
  }
}
