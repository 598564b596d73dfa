import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { useState } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { permissionKinds } from '../describe-lab.ts';
import { PermissionForm } from './permission-form.tsx';
import { WithdrawButton } from './withdraw-button.tsx';

/** By what right this lab is automated, who confirmed it and when. */
export function PermissionCard({ lab, mayWrite }: { lab: Lab; mayWrite: boolean }) {
  const { permission } = lab;
  return (
    <Card>
      <CardTitle>Permission record</CardTitle>
      {permission ? (
        <Facts
          items={[
            { name: 'By', value: permissionKinds[permission.kind] },
            { name: 'Note', value: permission.note },
            { name: 'Confirmed by', value: permission.confirmedBy },
            { name: 'Confirmed', value: formatDateTime(permission.confirmedAt) },
          ]}
        />
      ) : (
        <Notice tone="coin">
          There is none, so nothing of this lab is sold. Automate only what you own or are permitted to.
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
        {lab.permission ? 'Confirm anew' : 'Record the permission'}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`By what right is ${lab.name} automated?`}
        description="You confirm it with your name and this moment; both are shown here and kept in the audit log."
      >
        <PermissionForm lab={lab} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
