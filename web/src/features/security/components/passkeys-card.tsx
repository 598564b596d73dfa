import type { Passkey } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { knowsPasskeys } from '../../../lib/passkeys.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { usePasskeys } from '../api/list-passkeys.ts';
import { removePasskey } from '../api/remove-passkey.ts';
import { AddPasskeyForm, RenamePasskeyForm } from './passkey-form.tsx';

/** Passkeys: kept by a device or a password manager, opened by a fingerprint, a face or a PIN. */
export function PasskeysCard() {
  const passkeys = usePasskeys();
  const [adding, setAdding] = useState(false);
  const known = knowsPasskeys();
  return (
    <Card>
      <CardTitle
        aside={
          known ? (
            <Button size="small" onClick={() => setAdding(true)}>
              <Trans>Add a passkey</Trans>
            </Button>
          ) : null
        }
      >
        <Trans>Passkeys</Trans>
      </CardTitle>
      <p className="text-soft mb-3">
        {known ? (
          <Trans>
            Sign in with a fingerprint, a face or a PIN of your device. A passkey counts as both factors at
            once, and no other site can ask for it.
          </Trans>
        ) : (
          <Trans>This browser cannot keep passkeys at this address: they need https.</Trans>
        )}
      </p>
      <QueryView query={passkeys} loading={<SkeletonList rows={1} rowClassName="h-16" />}>
        {({ items }) => (
          <ul className="divide-line divide-y">
            {items.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} />
            ))}
          </ul>
        )}
      </QueryView>
      <Dialog
        open={adding}
        onOpenChange={setAdding}
        title={t`Add a passkey`}
        description={t`Your browser asks next where to keep it.`}
      >
        <AddPasskeyForm onClose={() => setAdding(false)} />
      </Dialog>
    </Card>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const client = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const { name } = passkey;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 last:pb-0">
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <span className="min-w-0 break-words">{name}</span>
          {passkey.synced ? (
            <Badge>
              <Trans>On several devices</Trans>
            </Badge>
          ) : null}
        </p>
        <p className="text-soft text-sm">
          {passkey.lastUsedAt ? (
            <Trans>
              Last used <Moment at={passkey.lastUsedAt} />
            </Trans>
          ) : (
            <Trans>
              Added <Moment at={passkey.createdAt} />, not used yet
            </Trans>
          )}
        </p>
        {passkey.canRemove ? null : (
          <p className="text-soft text-sm">
            <Trans>Your only way in: add another before you remove it.</Trans>
          </p>
        )}
      </div>
      <Button look="quiet" size="icon" aria-label={t`Rename ${name}`} onClick={() => setRenaming(true)}>
        <Pencil aria-hidden />
      </Button>
      {passkey.canRemove ? (
        <ConfirmButton
          words={<Trans>Remove</Trans>}
          label={t`Remove ${name}`}
          title={t`Remove ${name}?`}
          description={t`It opens this account no more. Your device may still offer it: delete it there as well.`}
          act={t`Remove it`}
          keep={t`Keep it`}
          send={() => removePasskey(passkey.id)}
          onDone={() => {
            toast.success(t`The passkey is removed.`);
            void client.invalidateQueries({ queryKey: accountKey });
          }}
        />
      ) : null}
      <Dialog open={renaming} onOpenChange={setRenaming} title={t`Rename ${name}`}>
        <RenamePasskeyForm passkey={passkey} onClose={() => setRenaming(false)} />
      </Dialog>
    </li>
  );
}
