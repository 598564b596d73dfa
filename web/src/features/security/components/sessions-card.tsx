import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { endOtherSessions } from '../api/end-other-sessions.ts';
import { endSession } from '../api/end-session.ts';
import { useSessions } from '../api/list-sessions.ts';
import { SessionRow } from './session-row.tsx';

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
              <SessionRow
                key={session.id}
                session={session}
                badge={
                  session.current ? (
                    <Badge tone="ok">
                      <Trans>This one</Trans>
                    </Badge>
                  ) : null
                }
                end={session.current ? null : { send: () => endSession(session.id), refresh: accountKey }}
              />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}
