import type { Tunnel } from '@coinslot/shared/states/tunnel.ts';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '../../../ui/notice.tsx';

/** What a member must know before the command works, by what carries it. */
export function TunnelNotice({ tunnel, isOutOfReach }: { tunnel: Tunnel; isOutOfReach: boolean }) {
  if (isOutOfReach) {
    return (
      <Notice tone="coin">
        <Trans>
          This address leads to the machine only on the computer that runs the lab. From yours it does not:
          ask whoever runs this site.
        </Trans>
      </Notice>
    );
  }
  switch (tunnel) {
    case 'direct':
      return null;
    case 'cloudflared':
      return (
        <Notice>
          <Trans>
            You need the program cloudflared on your computer. <CloudflaredLink>Get it here.</CloudflaredLink>
          </Trans>
        </Notice>
      );
    case 'quick':
      return (
        <Notice tone="coin">
          <Trans>
            A tunnel for demonstrations: its address may stop working at any moment. You need the program
            cloudflared. <CloudflaredLink>Get it here.</CloudflaredLink>
          </Trans>
        </Notice>
      );
    case 'gateway':
      return (
        <Notice>
          <Trans>
            It is reached through this site only: by the coinslot command, or by the terminal of this page.
          </Trans>
        </Notice>
      );
  }
}

function CloudflaredLink({ children }: { children?: ReactNode }) {
  return (
    <a
      href="https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/"
      rel="noreferrer"
      target="_blank"
      className="font-semibold underline underline-offset-2"
    >
      {children}
    </a>
  );
}
