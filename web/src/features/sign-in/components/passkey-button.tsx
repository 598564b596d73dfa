import { Trans } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { knowsPasskeys } from '../../../lib/passkeys.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { signInByPasskey } from '../api/sign-in-by-passkey.ts';
import { useEnter } from '../api/use-enter.ts';
import { describeRefusal } from '../describe-refusal.ts';

/** Signs in with a passkey; nothing where the browser has none. */
export function PasskeyButton({ onDone }: { onDone: () => void }) {
  const enter = useEnter((_form: null) => signInByPasskey(), onDone);
  if (!knowsPasskeys()) return null;
  return (
    <div className="space-y-2.5">
      {enter.error ? <Notice tone="bad">{describeRefusal(enter.error)}</Notice> : null}
      <Button wide pending={enter.isPending} onClick={() => enter.run(null)}>
        <KeyRound aria-hidden /> <Trans>Sign in with a passkey</Trans>
      </Button>
    </div>
  );
}
