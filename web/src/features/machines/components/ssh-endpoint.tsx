import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { isOutOfReach } from '@coinslot/shared/loopback-host.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { doctorCommand, knownHostsLine, sshCommand, sshConfig } from '../ssh-lines.ts';
import { EndpointKey } from './endpoint-key.tsx';
import { EndpointPassword } from './endpoint-password.tsx';
import { TunnelNotice } from './tunnel-notice.tsx';

/** One way into a machine by ssh, with everything that must be copied. */
export function SshEndpoint({ endpoint, name }: { endpoint: Endpoint; name: string }) {
  const isGateway = endpoint.tunnel === 'gateway';
  return (
    <div className="space-y-4">
      <TunnelNotice
        tunnel={endpoint.tunnel}
        isOutOfReach={endpoint.tunnel === 'direct' && isOutOfReach(endpoint.host, window.location.hostname)}
      />
      <CopyLine label={t`Command`} text={sshCommand(endpoint, name)} prominent />
      {endpoint.password === null ? null : <EndpointPassword password={endpoint.password} />}
      {/* coinslot ssh brings the key along. */}
      {endpoint.privateKey === null || isGateway ? null : (
        <EndpointKey privateKey={endpoint.privateKey} name={name} />
      )}
      {isGateway ? null : <Address endpoint={endpoint} />}
      <CopyLine
        label={t`Host key fingerprint`}
        text={endpoint.hostKeyFingerprint}
        hint={t`Checked by us before the machine was called ready. ssh shows the same on your first login.`}
      />
      <details className="border-line bg-sunk rounded-xl border px-4 py-3">
        <summary className="font-semibold">
          <Trans>For your ssh files, and when it does not work</Trans>
        </summary>
        <SshFiles endpoint={endpoint} name={name} />
      </details>
    </div>
  );
}

function Address({ endpoint }: { endpoint: Endpoint }) {
  return (
    <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-2 [&>:first-child]:col-span-2 sm:[&>:first-child]:col-span-1 lg:[&>:first-child]:col-span-2">
      <CopyLine label={t`Host`} text={endpoint.host} />
      <CopyLine label={t`Port`} text={String(endpoint.port)} />
      <CopyLine label={t`User`} text={endpoint.username} />
    </div>
  );
}

function SshFiles({ endpoint, name }: { endpoint: Endpoint; name: string }) {
  const { privateKey } = endpoint;
  return (
    <div className="mt-3 space-y-4">
      <CopyLine
        label={t`Block for ~/.ssh/config`}
        text={sshConfig(endpoint, name)}
        hint={t`Then: ssh ${name}`}
      />
      {endpoint.knownHostsLine ? (
        <CopyLine
          label={t`Line for ~/.ssh/known_hosts`}
          text={knownHostsLine(endpoint.knownHostsLine, name)}
        />
      ) : null}
      {endpoint.tunnel === 'gateway' && privateKey !== null ? (
        <EndpointKey privateKey={privateKey} name={name} />
      ) : null}
      <CopyLine
        label={t`When it does not work`}
        text={doctorCommand(name)}
        hint={t`Looks for the reason from your side: name, line, host key, programs.`}
      />
    </div>
  );
}
