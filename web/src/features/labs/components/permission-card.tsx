import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayKeptName } from '../../../words/say-kept.ts';
import { say } from '../../../words/say.ts';
import { permissionKinds } from '../describe-lab.ts';
import { PermissionForm } from './permission-form.tsx';
import { WithdrawButton } from './withdraw-button.tsx';

/** By what right this lab is automated, who confirmed it and when. */
export function PermissionCard({ lab, mayWrite }: { lab: Lab; mayWrite: boolean }) {
  const { permission } = lab;
  return (
    <Card>
      <CardTitle>
        <Trans>Permission record</Trans>
      </CardTitle>
      {permission ? (
        <Facts
          items={[
            { name: t`By`, value: say(permissionKinds[permission.kind]) },
            { name: t`Note`, value: permission.note },
            { name: t`Confirmed by`, value: sayKeptName(permission.confirmedBy) },
            { name: t`Confirmed`, value: formatDateTime(permission.confirmedAt) },
          ]}
        />
      ) : (
        <Notice tone="coin">
          <Trans>
            There is none, so nothing of this lab is sold. Automate only what you own or are permitted to.
          </Trans>
        </Notice>
      )}
      {mayWrite ? (
        <div className="mt-4 flex flex-wrap gap-2">
          <PermissionButton lab={lab} />
          {permission ? <WithdrawButton lab={lab} /> : null}
        </div>
      ) : null}
    </Card>
  );
}

function PermissionButton({ lab }: { lab: Lab }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" look={lab.permission ? 'plain' : 'coin'} onClick={() => setOpen(true)}>
        {lab.permission ? t`Confirm anew` : t`Record the permission`}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`By what right is ${lab.name} automated?`}
        description={t`You confirm it with your name and this moment; both are shown here and kept in the audit log.`}
      >
        <PermissionForm lab={lab} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
