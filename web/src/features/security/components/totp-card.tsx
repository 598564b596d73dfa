import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { removeTotp } from '../api/remove-totp.ts';
import { renewRecoveryCodes } from '../api/renew-recovery-codes.ts';
import { RecoveryCodesShown } from './recovery-codes-shown.tsx';
import { TotpEnrol } from './totp-enrol.tsx';

type TotpCardProps = { enabled: boolean; codesLeft: number };

/** The second factor: on or off, and the codes for the day on which the app is lost. */
export function TotpCard({ enabled, codesLeft }: TotpCardProps) {
  const [enrolling, setEnrolling] = useState(false);
  return (
    <Card>
      <CardTitle
        aside={
          enabled ? (
            <Badge tone="ok">
              <Trans>On</Trans>
            </Badge>
          ) : (
            <Badge>
              <Trans>Off</Trans>
            </Badge>
          )
        }
      >
        <Trans>Second factor</Trans>
      </CardTitle>
      <p className="text-soft">
        <Trans>
          A code of an app on your phone, asked for after the password and after Discord, Google or X too. Who
          finds out your password stays outside.
        </Trans>
      </p>
      {enabled ? (
        <EnabledActs codesLeft={codesLeft} />
      ) : (
        <Button look="coin" className="mt-4" onClick={() => setEnrolling(true)}>
          <Trans>Switch it on</Trans>
        </Button>
      )}
      <Dialog open={enrolling} onOpenChange={setEnrolling} title={t`Switch on the second factor`}>
        <TotpEnrol onClose={() => setEnrolling(false)} />
      </Dialog>
    </Card>
  );
}

function EnabledActs({ codesLeft }: { codesLeft: number }) {
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  function refresh(): void {
    for (const queryKey of [accountKey, meKey]) void client.invalidateQueries({ queryKey });
  }
  async function renew(): Promise<void> {
    setCodes((await renewRecoveryCodes()).recoveryCodes);
  }
  const left = plural(codesLeft, { one: '# recovery code is left.', other: '# recovery codes are left.' });
  return (
    <div className="mt-4 space-y-4">
      {codesLeft <= 3 ? <Notice tone="coin">{left}</Notice> : <p>{left}</p>}
      <div className="flex flex-wrap gap-2">
        <ConfirmButton
          words={<Trans>New recovery codes</Trans>}
          look="plain"
          size="normal"
          title={t`Make ten new codes?`}
          description={t`The codes you have now are void from then on.`}
          act={t`Make new codes`}
          keep={t`Keep the old ones`}
          send={renew}
          onDone={refresh}
        />
        <ConfirmButton
          words={<Trans>Switch it off</Trans>}
          size="normal"
          title={t`Switch off the second factor?`}
          description={t`Then the password alone, or Discord, Google or X alone, opens your account.`}
          act={t`Switch it off`}
          keep={t`Keep it on`}
          send={removeTotp}
          onDone={() => {
            toast.success(t`The second factor is off.`);
            refresh();
          }}
        />
      </div>
      <Dialog open={codes !== null} onOpenChange={() => setCodes(null)} title={t`Your new recovery codes`}>
        {codes ? <RecoveryCodesShown codes={codes} onClose={() => setCodes(null)} /> : null}
      </Dialog>
    </div>
  );
}
