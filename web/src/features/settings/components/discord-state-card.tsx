import type { DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { formatNumber, formatTimeOfDay } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { discordKey } from '../api/get-discord-settings.ts';
import { syncRoles } from '../api/sync-roles.ts';

/** How reading members' roles goes, and whether Discord still listens. */
export function DiscordStateCard({ settings }: { settings: DiscordSettings }) {
  const client = useQueryClient();
  const { members, breaker } = settings;
  const act = useAct({
    send: (_input: null) => syncRoles(),
    repeatable: true,
    onDone: (started) => {
      toast.success(
        plural(started.members, {
          0: 'Nobody has agreed to it yet.',
          one: 'The roles of # member are being read.',
          other: 'The roles of # members are being read.',
        }),
      );
      void client.invalidateQueries({ queryKey: discordKey });
    },
    onFailed: (error) => toast.error(errorText(error)),
  });
  const limit = formatNumber(breaker.limit);
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" type="submit" pending={act.isPending} onClick={() => act.run(null)}>
            <Trans>Read all roles again</Trans>
          </Button>
        }
      >
        <Trans>Members’ roles</Trans>
      </CardTitle>
      <BreakerNotice breaker={breaker} />
      <Facts
        items={[
          { name: t`Agreed to it`, value: formatNumber(members.consented) },
          { name: t`Of them in the server`, value: formatNumber(members.inGuild) },
          { name: t`Could not be read`, value: formatNumber(members.failing) },
          {
            name: t`Oldest reading`,
            value: members.oldestSyncAt ? <Moment at={members.oldestSyncAt} /> : t`None`,
          },
          {
            name: t`Refused by Discord in 10 minutes`,
            value: t`${formatNumber(breaker.refused)} of ${limit}`,
          },
        ]}
      />
    </Card>
  );
}

function BreakerNotice({ breaker }: Pick<DiscordSettings, 'breaker'>) {
  if (breaker.openUntil) {
    const until = formatTimeOfDay(breaker.openUntil);
    return (
      <Notice tone="bad" className="mb-3" announced={false}>
        <Trans>
          Nothing is sent to Discord until {until}: it refused so often that it would ban this server’s
          address. Perks stay as they are.
        </Trans>
      </Notice>
    );
  }
  if (!breaker.pausedUntil) return null;
  const until = formatTimeOfDay(breaker.pausedUntil);
  return (
    <Notice tone="coin" className="mb-3" announced={false}>
      <Trans>Discord asked us to be quiet until {until}.</Trans>
    </Notice>
  );
}
