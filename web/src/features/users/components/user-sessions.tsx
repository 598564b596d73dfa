import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { SessionRow } from '../../security/components/session-row.tsx';
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
              <SessionRow
                key={session.id}
                session={session}
                end={mayEnd ? { send: () => endUserSession(user.id, session.id), refresh: usersKey } : null}
              />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}
