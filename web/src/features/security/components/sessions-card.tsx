import type { AccountSession } from '@coinslot/shared/http/account-security.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Monitor } from 'lucide-react';
import { toast } from 'sonner';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { endOtherSessions } from '../api/end-other-sessions.ts';
import { endSession } from '../api/end-session.ts';
import { useSessions } from '../api/list-sessions.ts';
import { describeSignedInBy } from '../describe-signed-in-by.ts';

/** Every browser that is signed in, and how to sign it out from here. */
export function SessionsCard() {
  const client = useQueryClient();
  const sessions = useSessions();
  const others = (sessions.data?.items ?? []).filter(({ current }) => !current).length;
  return (
    <Card>
      <CardTitle
        aside={
          others > 0 ? (
            <ConfirmButton
              words={<Trans>Sign out all others</Trans>}
              title={t`Sign out all other browsers?`}
              description={t`Only this one stays signed in. Do this when you are not sure who else is.`}
              act={t`Sign them out`}
              keep={t`Leave them`}
              send={async () => {
                const { ended } = await endOtherSessions();
                toast.success(
                  plural(ended, { one: '# browser is signed out.', other: '# browsers are signed out.' }),
                );
              }}
              onDone={() => void client.invalidateQueries({ queryKey: accountKey })}
            />
          ) : null
        }
      >
        <Trans>Signed-in browsers</Trans>
      </CardTitle>
      <QueryView query={sessions} loading={<SkeletonList rows={3} rowClassName="h-16" />}>
        {({ items }) => (
          <ul className="divide-line divide-y">
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

function SessionRow({ session }: { session: AccountSession }) {
  const client = useQueryClient();
  const { device, address, signedInBy, current } = session;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 last:pb-0">
      <Monitor aria-hidden className="text-soft size-5 shrink-0" />
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <span className="min-w-0 break-words">{device}</span>
          {current ? (
            <Badge tone="ok">
              <Trans>This one</Trans>
            </Badge>
          ) : null}
        </p>
        <p className="text-soft text-sm break-words">
          {address ? <>{address} · </> : null}
          {signedInBy ? <>{describeSignedInBy(signedInBy)} · </> : null}
          <Trans>
            last seen <Moment at={session.lastSeenAt} />
          </Trans>
        </p>
      </div>
      {current ? null : (
        <ConfirmButton
          words={<Trans>Sign out</Trans>}
          label={t`Sign out ${device}`}
          title={t`Sign out ${device}?`}
          description={t`Whoever sits there has to sign in again.`}
          act={t`Sign it out`}
          keep={t`Leave it`}
          send={() => endSession(session.id)}
          onDone={() => {
            toast.success(t`It is signed out.`);
            void client.invalidateQueries({ queryKey: accountKey });
          }}
        />
      )}
    </li>
  );
}
