import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useEndpoints } from '../api/get-endpoints.ts';
import { SshEndpoint } from './ssh-endpoint.tsx';

/** How to log in; only shown while the machine is ready. */
export function ConnectionCard({ machine, className }: { machine: Machine; className?: string }) {
  const endpoints = useEndpoints(machine.id);
  return (
    <Card className={className}>
      <CardTitle>
        <Trans>Log in</Trans>
      </CardTitle>
      <QueryView
        query={endpoints}
        loading={<Skeleton className="h-48" />}
        empty={{
          when: (list) => list.items.length === 0,
          show: <p className="text-soft">{explainNoWayIn(machine)}</p>,
        }}
      >
        {(list) =>
          list.items.map((endpoint) => (
            <SshEndpoint key={endpoint.tunnel} endpoint={endpoint} name={machine.name} />
          ))
        }
      </QueryView>
    </Card>
  );
}

/** Only a restart closes the way in of a machine that is ready. */
function explainNoWayIn({ health, restart }: Machine): string {
  return health?.state === 'degraded' || restart.failure !== null
    ? t`The way in is closed: the machine does not answer since its restart. It appears here again when it answers.`
    : t`No way in yet. It appears here as soon as the machine is ready.`;
}
