import type { DiscordProblem, DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { meKey } from '../../accounts/api/get-me.ts';
import { productsKey } from '../../catalog/api/list-products.ts';
import { discordKey } from '../api/get-discord.ts';
import { syncDiscord } from '../api/sync-discord.ts';
import { withdrawConsent } from '../api/withdraw-consent.ts';

/** Roles and what they give; read anew, or given up. */
export function DiscordPerks({ status }: { status: DiscordStatus }) {
  const client = useQueryClient();
  function refresh(): void {
    for (const queryKey of [discordKey, meKey, productsKey]) void client.invalidateQueries({ queryKey });
  }
  const sync = useAct({
    send: (_input: null) => syncDiscord(),
    repeatable: true,
    onDone: () => {
      toast.success(t`Your roles are read.`);
      refresh();
    },
    onFailed: (error) => toast.error(errorText(error)),
  });
  return (
    <div className="space-y-4">
      {status.problem ? (
        <Notice tone="coin" announced={false}>
          {describeProblem(status.problem)}{' '}
          {status.perksUntil ? (
            <Trans>What you have counts until {formatDateTime(status.perksUntil)}.</Trans>
          ) : null}
        </Notice>
      ) : null}
      {status.inGuild ? null : <NotInGuild inviteUrl={status.inviteUrl} />}
      {status.roles.length > 0 ? (
        <p className="flex flex-wrap gap-2">
          {status.roles.map((role) => (
            <Badge key={role.id} tone="coin">
              {role.name}
            </Badge>
          ))}
        </p>
      ) : (
        <p className="text-soft">
          <Trans>You have no role there that gives something here.</Trans>
        </p>
      )}
      <Facts items={listPerks(status)} />
      <div className="flex flex-wrap gap-2">
        <Button pending={sync.isPending} onClick={() => sync.run(null)}>
          <Trans>Read my roles now</Trans>
        </Button>
        <ConfirmButton
          words={<Trans>Withdraw</Trans>}
          size="normal"
          title={t`Withdraw what you agreed to?`}
          description={t`What your roles give ends at once, and we ask Discord no more. You stay on the server until you leave it there.`}
          act={t`Withdraw it`}
          keep={t`Keep it`}
          send={withdrawConsent}
          onDone={refresh}
        />
      </div>
    </div>
  );
}

function NotInGuild({ inviteUrl }: { inviteUrl: string | null }) {
  return (
    <Notice tone="coin" announced={false}>
      <Trans>You are not on the server, so nothing comes from there.</Trans>{' '}
      {inviteUrl ? (
        <a href={inviteUrl} target="_blank" rel="noopener noreferrer" className="font-semibold underline">
          <Trans>Join it</Trans>
        </a>
      ) : null}
    </Notice>
  );
}

function listPerks({ perks, syncedAt }: DiscordStatus) {
  return [
    { name: t`May buy`, value: perks.mayBuy ? t`Yes` : t`No` },
    ...(perks.activeMachinesMax === null
      ? []
      : [{ name: t`Machines at once`, value: perks.activeMachinesMax }]),
    { name: t`Off every price`, value: `${perks.discountPercent} %` },
    { name: t`Roles read`, value: syncedAt ? <Moment at={syncedAt} /> : t`Not yet` },
  ];
}

function describeProblem(problem: DiscordProblem): string {
  switch (problem) {
    case 'discord_unreachable':
      return t`Discord does not answer just now, so your roles could not be read.`;
    case 'bot_refused':
      return t`Discord refused our bot, so your roles could not be read. An admin has to look.`;
    case 'join_refused':
      return t`Discord did not let us add you to the server. You may be banned there, or on too many servers.`;
  }
}
