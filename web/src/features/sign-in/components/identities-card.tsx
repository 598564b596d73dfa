import type { Identity } from '@coinslot/shared/http/identities.ts';
import { type SignInProvider, providerNames } from '@coinslot/shared/http/sign-in.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { linkIdentity } from '../api/link-identity.ts';
import { useIdentities } from '../api/list-identities.ts';
import { unlinkIdentity } from '../api/unlink-identity.ts';
import { useRedirect } from '../api/use-redirect.ts';
import { ProviderMark } from './provider-mark.tsx';

/** The providers' accounts that open this one. `returnTo`: where the browser comes back to after linking. */
export function IdentitiesCard({ returnTo }: { returnTo: string }) {
  const identities = useIdentities();
  return (
    <Card>
      <CardTitle>
        <Trans>Other accounts of yours</Trans>
      </CardTitle>
      <QueryView query={identities} loading={<SkeletonList rows={2} rowClassName="h-14" />}>
        {({ items, linkable }) => (
          <>
            {items.length === 0 && linkable.length === 0 ? (
              <p className="text-soft">
                <Trans>This house has not set up signing in by Discord, Google or X.</Trans>
              </p>
            ) : null}
            <ul className="divide-line divide-y">
              {items.map((identity) => (
                <IdentityRow key={identity.id} identity={identity} />
              ))}
            </ul>
            <LinkButtons linkable={linkable} returnTo={returnTo} />
          </>
        )}
      </QueryView>
    </Card>
  );
}

function IdentityRow({ identity }: { identity: Identity }) {
  const client = useQueryClient();
  const name = providerNames[identity.provider];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0">
      <ProviderMark provider={identity.provider} />
      <div className="min-w-0 flex-1 basis-44">
        <p className="font-semibold break-words">
          {name}
          {identity.subjectName ? (
            <span className="text-soft font-normal"> · {identity.subjectName}</span>
          ) : null}
        </p>
        <p className="text-soft text-sm">
          {identity.lastUsedAt ? (
            <Trans>
              Last used <Moment at={identity.lastUsedAt} />
            </Trans>
          ) : (
            <Trans>
              Linked <Moment at={identity.linkedAt} />
            </Trans>
          )}
        </p>
        {identity.canUnlink ? null : (
          <p className="text-soft text-sm">
            <Trans>
              Your only way in: add a password, a passkey or another account before you unlink it.
            </Trans>
          </p>
        )}
      </div>
      {identity.canUnlink ? (
        <ConfirmButton
          words={<Trans>Unlink</Trans>}
          label={t`Unlink ${name}`}
          title={t`Unlink ${name}?`}
          description={t`It opens this account no more. Your coins and machines stay.`}
          act={t`Unlink it`}
          keep={t`Keep it`}
          send={() => unlinkIdentity(identity.id)}
          onDone={() => {
            toast.success(t`${name} is unlinked.`);
            void client.invalidateQueries({ queryKey: accountKey });
          }}
        />
      ) : null}
    </li>
  );
}

type LinkButtonsProps = { linkable: readonly { id: SignInProvider; name: string }[]; returnTo: string };

function LinkButtons({ linkable, returnTo }: LinkButtonsProps) {
  const leave = useRedirect((provider: SignInProvider) => linkIdentity(provider, returnTo));
  if (linkable.length === 0) return null;
  return (
    <div className="mt-3 space-y-3">
      {leave.error ? <Notice tone="bad">{errorText(leave.error)}</Notice> : null}
      <div className="flex flex-wrap gap-2">
        {linkable.map(({ id, name }) => (
          <Button
            key={id}
            pending={leave.isPending && leave.input === id}
            disabled={leave.isPending && leave.input !== id}
            onClick={() => leave.run(id)}
          >
            <ProviderMark provider={id} /> <Trans>Link {name}</Trans>
          </Button>
        ))}
      </div>
    </div>
  );
}
