import type { ApiKey, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { formatDateTime } from '../../../lib/format.ts';
import { serverNow } from '../../../lib/server-clock.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { apiKeysKey, useApiKeys } from '../api/list-api-keys.ts';
import { revokeApiKey } from '../api/revoke-api-key.ts';
import { describeScope } from '../describe-scope.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { ApiKeyShown } from './api-key-shown.tsx';

/** The member's keys for scripts and the command line. */
export function ApiKeysCard() {
  const keys = useApiKeys();
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  function change(next: boolean): void {
    setOpen(next);
    if (!next) setCreated(null);
  }
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" onClick={() => setOpen(true)}>
            <Trans>Make a key</Trans>
          </Button>
        }
      >
        <Trans>API keys</Trans>
      </CardTitle>
      <p className="text-soft mb-3">
        <Trans>
          For scripts and for the command line <code className="font-mono">coinslot</code>. A key does what
          its boxes say, in your name, until it expires or you revoke it. No key can change how you sign in.
        </Trans>
      </p>
      <QueryView
        query={keys}
        loading={<SkeletonList rows={2} rowClassName="h-20" />}
        empty={{
          when: ({ items }) => items.length === 0,
          show: (
            <p className="border-line text-soft rounded-xl border border-dashed px-4 py-6 text-center">
              <Trans>You have no keys.</Trans>
            </p>
          ),
        }}
      >
        {({ items }) => (
          <ul className="divide-line divide-y">
            {items.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} />
            ))}
          </ul>
        )}
      </QueryView>
      <Dialog open={open} onOpenChange={change} title={created ? t`Your new key` : t`Make a key`}>
        {created ? (
          <ApiKeyShown created={created} onClose={() => change(false)} />
        ) : (
          <ApiKeyForm onCreated={setCreated} onClose={() => change(false)} />
        )}
      </Dialog>
    </Card>
  );
}

function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const client = useQueryClient();
  const { name, prefix, scopes, expiresAt, lastUsedAt, lastUsedAddress, endedReason } = apiKey;
  const expired = new Date(expiresAt).getTime() <= serverNow();
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 last:pb-0">
      <div className="min-w-0 flex-1 basis-60 space-y-1">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <span className="min-w-0 break-words">{name}</span>
          <code className="text-soft font-mono text-sm font-normal">{prefix}…</code>
          {expired ? (
            <Badge tone="bad">
              <Trans>Expired</Trans>
            </Badge>
          ) : null}
        </p>
        <p className="text-soft text-sm">{scopes.map(describeScope).join(' · ')}</p>
        <p className="text-soft text-sm break-words">
          {expired ? (
            <Trans>Expired on {formatDateTime(expiresAt)}</Trans>
          ) : (
            <Trans>Good until {formatDateTime(expiresAt)}</Trans>
          )}
          {' · '}
          {lastUsedAt ? (
            <Trans>
              last used <Moment at={lastUsedAt} /> from {lastUsedAddress ?? t`an unknown address`}
            </Trans>
          ) : (
            <Trans>never used</Trans>
          )}
        </p>
        {endedReason === 'restored' ? (
          <p className="text-sm">
            <Trans>
              The house was restored from a backup, and keys of then no longer work. Make a new one for what
              used it.
            </Trans>
          </p>
        ) : null}
      </div>
      {expired ? null : (
        <ConfirmButton
          words={<Trans>Revoke</Trans>}
          label={t`Revoke ${name}`}
          title={t`Revoke ${name}?`}
          description={t`Programs that use it stop working at once. This cannot be undone.`}
          act={t`Revoke it`}
          keep={t`Keep it`}
          send={() => revokeApiKey(apiKey.id)}
          onDone={() => {
            toast.success(t`The key is revoked.`);
            void client.invalidateQueries({ queryKey: apiKeysKey });
          }}
        />
      )}
    </li>
  );
}
