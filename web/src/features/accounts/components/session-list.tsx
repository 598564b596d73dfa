import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { type Session, sessionsKey, useSessions } from '../api/list-sessions.ts';
import { revokeSession } from '../api/revoke-session.ts';

/** Where this account is signed in. */
export function SessionList() {
  const sessions = useSessions();
  return (
    <QueryView
      query={sessions}
      loading={<SkeletonList rows={2} rowClassName="h-14" />}
      empty={{
        when: (rows) => rows.length === 0,
        show: <p className="text-soft">No other browser is signed in.</p>,
      }}
    >
      {(rows) => (
        <ul className="divide-line divide-y">
          {rows.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </QueryView>
  );
}

function SessionRow({ session }: { session: Session }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeSession(session.token),
    networkMode: 'always',
    onSuccess: () => {
      toast.success('That browser is signed out.');
      void client.invalidateQueries({ queryKey: sessionsKey });
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="font-semibold">{describeBrowser(session.userAgent ?? '')}</p>
        <p className="text-soft text-sm">
          Signed in <Moment at={session.createdAt} />
          {session.ipAddress ? ` from ${session.ipAddress}` : ''}
        </p>
      </div>
      <Button size="small" pending={revoke.isPending} onClick={() => revoke.mutate()}>
        Sign out there
      </Button>
    </li>
  );
}

/** A user agent in two words; browsers claim to be each other, so the order matters. */
function describeBrowser(userAgent: string): string {
  const browsers = [/Edg\//, /Firefox\//, /Chrome\//, /Safari\//];
  const names = ['Edge', 'Firefox', 'Chrome', 'Safari'];
  const browser = names[browsers.findIndex((pattern) => pattern.test(userAgent))] ?? 'A browser';
  const systems = /(Windows|Android|iPhone|iPad|Mac OS|Linux)/.exec(userAgent)?.[1];
  return systems ? `${browser} on ${systems}` : browser;
}
