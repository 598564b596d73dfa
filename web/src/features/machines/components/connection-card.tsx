import type { Endpoint, Machine } from '@coinslot/shared/http/machines.ts';
import { isOutOfReach } from '@coinslot/shared/loopback-host.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useEndpoints } from '../api/get-endpoints.ts';
import { knownHostsLine, sshCommand, sshConfig } from '../ssh-lines.ts';

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

function SshEndpoint({ endpoint, name }: { endpoint: Endpoint; name: string }) {
  return (
    <div className="space-y-4">
      {isOutOfReach(endpoint.host, window.location.hostname) ? (
        <Notice tone="coin">
          <Trans>
            This address leads to the machine only on the computer that runs the lab. From yours it does not:
            ask whoever runs this site.
          </Trans>
        </Notice>
      ) : null}
      <CopyLine label={t`Command`} text={sshCommand(endpoint, name)} prominent />
      {endpoint.password === null ? null : <Password password={endpoint.password} />}
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-2 [&>:first-child]:col-span-2 sm:[&>:first-child]:col-span-1 lg:[&>:first-child]:col-span-2">
        <CopyLine label={t`Host`} text={endpoint.host} />
        <CopyLine label={t`Port`} text={String(endpoint.port)} />
        <CopyLine label={t`User`} text={endpoint.username} />
      </div>
      <CopyLine
        label={t`Host key fingerprint`}
        text={endpoint.hostKeyFingerprint}
        hint={t`Checked by us before the machine was called ready. ssh shows the same on your first login.`}
      />
      <details className="border-line bg-sunk rounded-xl border px-4 py-3">
        <summary className="font-semibold">
          <Trans>For your ssh files</Trans>
        </summary>
        <div className="mt-3 space-y-4">
          {endpoint.knownHostsLine ? (
            <CopyLine
              label={t`Line for ~/.ssh/known_hosts`}
              text={knownHostsLine(endpoint.knownHostsLine, name)}
            />
          ) : null}
          <CopyLine
            label={t`Block for ~/.ssh/config`}
            text={sshConfig(endpoint, name)}
            hint={t`Then: ssh ${name}`}
          />
        </div>
      </details>
    </div>
  );
}

function Password({ password }: { password: string }) {
  const [shown, setShown] = useState(false);
  return (
    <div>
      <p className="text-soft mb-1 text-sm font-semibold">
        <Trans>Password</Trans>
      </p>
      <div className="border-line bg-sunk flex items-center gap-1 rounded-xl border py-1 pr-1 pl-3.5">
        <code className="min-w-0 flex-1 font-mono text-[0.95rem] break-all" data-testid="password">
          {shown ? password : '••••••••••••'}
          {shown ? null : (
            <span className="sr-only">
              <Trans>hidden</Trans>
            </span>
          )}
        </code>
        <Button
          look="quiet"
          size="icon"
          aria-label={shown ? t`Hide password` : t`Show password`}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
        <CopyButton text={password} label={t`Copy password`} />
      </div>
    </div>
  );
}
