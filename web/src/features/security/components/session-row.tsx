import type { AccountSession } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { Monitor } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { sayDevice } from '../../../lib/say-device.ts';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { describeSignedInBy } from '../describe-signed-in-by.ts';

type SessionRowProps = {
  session: Pick<AccountSession, 'device' | 'address' | 'signedInBy' | 'lastSeenAt'>;
  /** Stands beside the browser's name. */
  badge?: ReactNode;
  /** How it is signed out from here, and what is loaded anew then; null where that cannot be done. */
  end: { send: () => Promise<unknown>; refresh: QueryKey } | null;
};

/** One browser that is signed in. */
export function SessionRow({ session, badge, end }: SessionRowProps) {
  const client = useQueryClient();
  const { address, signedInBy } = session;
  const device = sayDevice(session.device);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 last:pb-0">
      <Monitor aria-hidden className="text-soft size-5 shrink-0" />
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <span className="min-w-0 break-words">{device}</span>
          {badge}
        </p>
        <p className="text-soft text-sm break-words">
          {address ? <>{address} · </> : null}
          {signedInBy ? <>{describeSignedInBy(signedInBy)} · </> : null}
          <Trans>
            last seen <Moment at={session.lastSeenAt} />
          </Trans>
        </p>
      </div>
      {end ? (
        <ConfirmButton
          words={<Trans>Sign out</Trans>}
          label={t`Sign out ${device}`}
          title={t`Sign out ${device}?`}
          description={t`Whoever sits there has to sign in again.`}
          act={t`Sign it out`}
          keep={t`Leave it`}
          send={end.send}
          onDone={() => {
            toast.success(t`It is signed out.`);
            void client.invalidateQueries({ queryKey: end.refresh });
          }}
        />
      ) : null}
    </li>
  );
}
