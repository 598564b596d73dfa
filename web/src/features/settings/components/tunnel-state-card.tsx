import type { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime, formatNumber } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** How the tunnels at Cloudflare are just now. */
export function TunnelStateCard({
  settings: { domain, open, removing, fault },
}: {
  settings: TunnelSettings;
}) {
  return (
    <Card className="space-y-3">
      <CardTitle>
        <Trans>Now</Trans>
      </CardTitle>
      {fault ? (
        <Notice tone="bad">
          <Trans>
            Cloudflare refused {formatDateTime(fault.at)}: {fault.detail}
          </Trans>
        </Notice>
      ) : null}
      <Facts
        items={[
          { name: t`Names below`, value: domain ?? t`Unknown` },
          { name: t`Open tunnels`, value: formatNumber(open) },
          { name: t`Being removed`, value: formatNumber(removing) },
        ]}
      />
    </Card>
  );
}
