import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { toast } from 'sonner';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { removeTunnels } from '../api/save-tunnels.ts';

/** Forgets the account at Cloudflare. */
export function RemoveTunnelsCard({ onRemoved }: { onRemoved: () => void }) {
  const words = t`Possible when no lab uses cloudflared and every tunnel is removed. Tunnels that could not be removed for ten minutes are forgotten with it: take them away by hand at Cloudflare.`;
  return (
    <Card>
      <CardTitle
        aside={
          <ConfirmButton
            words={<Trans>Forget the account</Trans>}
            title={t`Forget the account?`}
            description={words}
            act={t`Forget it`}
            keep={t`Keep it`}
            send={removeTunnels}
            onDone={() => {
              toast.success(t`The account is forgotten.`);
              onRemoved();
            }}
          />
        }
      >
        <Trans>Without Cloudflare</Trans>
      </CardTitle>
      <p className="text-soft">{words}</p>
    </Card>
  );
}
