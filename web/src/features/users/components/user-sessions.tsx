import type { AdminUserDetail, AdminUserSession } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Monitor } from 'lucide-react';
import { toast } from 'sonner';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { describeSignedInBy } from '../../security/describe-signed-in-by.ts';
import { endUserSession, endUserSessions } from '../api/end-user-session.ts';
import { useUserSessions } from '../api/list-user-sessions.ts';
import { usersKey } from '../api/list-users.ts';

/** The browsers in which a member is signed in; those of a member below can be signed out from here. */
export function UserSessions({ user }: { user: AdminUserDetail }) {
  const client = useQueryClient();
  const sessions = useUserSessions(user.id);
  const mayEnd = mayDo(useSignedIn(), 'admin.users.sessions') && (user.isSelf || user.isBelow);
  return (
    <Card>
      <CardTitle
        aside={
          mayEnd ? (
            <ConfirmButton
              words={<Trans>Sign out everywhere</Trans>}
              title={t`Sign ${user.name} out everywhere?`}
              description={t`Their API keys are revoked too. They can sign in again at once. Machines go on running.`}
              act={t`Sign them out`}
              keep={t`Leave them`}
              send={() => endUserSessions(user.id)}
              onDone={() => {
                toast.success(t`${user.name} is signed out.`);
                void client.invalidateQueries({ queryKey: usersKey });
              }}
            />
          ) : null
        }
      >
        <Trans>Signed-in browsers</Trans>
      </CardTitle>
      <QueryView
        query={sessions}
        loading={<SkeletonList rows={2} rowClassName="h-14" />}
        empty={{
          when: ({ items }) => items.length === 0,
          show: (
            <p className="text-soft">
              <Trans>Signed in nowhere.</Trans>
            </p>
          ),
        }}
      >
        {({ items }) => (
          <ul className="divide-line divide-y">
            {items.map((session) => (
              <SessionRow key={session.id} userId={user.id} session={session} mayEnd={mayEnd} />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}

type SessionRowProps = { userId: string; session: AdminUserSession; mayEnd: boolean };

function SessionRow({ userId, session, mayEnd }: SessionRowProps) {
  const client = useQueryClient();
  const { device, address, signedInBy } = session;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 last:pb-0">
      <Monitor aria-hidden className="text-soft size-5 shrink-0" />
      <div className="min-w-0 flex-1 basis-44">
        <p className="font-semibold break-words">{device}</p>
        <p className="text-soft text-sm break-words">
          {address ? <>{address} · </> : null}
          {signedInBy ? <>{describeSignedInBy(signedInBy)} · </> : null}
          <Trans>
            last seen <Moment at={session.lastSeenAt} />
          </Trans>
        </p>
      </div>
      {mayEnd ? (
        <ConfirmButton
          words={<Trans>Sign out</Trans>}
          label={t`Sign out ${device}`}
          title={t`Sign out ${device}?`}
          description={t`Whoever sits there has to sign in again.`}
          act={t`Sign it out`}
          keep={t`Leave it`}
          send={() => endUserSession(userId, session.id)}
          onDone={() => {
            toast.success(t`It is signed out.`);
            void client.invalidateQueries({ queryKey: usersKey });
          }}
        />
      ) : null}
    </li>
  );
}
