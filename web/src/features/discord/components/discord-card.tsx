import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { EmptyState } from '../../../ui/list-states.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useDiscord } from '../api/get-discord.ts';
import { ConsentAsk } from './consent-ask.tsx';
import { DiscordPerks } from './discord-perks.tsx';

type DiscordCardProps = {
  /** Where Discord's page sends the browser back to. */
  returnTo: string;
  /** The page on which accounts are linked. */
  linkedAt: string;
};

/** What the community's Discord server gives this member, or how to get it. */
export function DiscordCard({ returnTo, linkedAt }: DiscordCardProps) {
  const discord = useDiscord();
  return (
    <QueryView
      query={discord}
      loading={<SkeletonList rows={1} rowClassName="h-60" />}
      empty={{
        when: ({ available }) => !available,
        show: (
          <EmptyState title={t`No Discord server here`}>
            <Trans>This house has not connected a Discord server.</Trans>
          </EmptyState>
        ),
      }}
    >
      {(status) => (
        <Card>
          <CardTitle>{status.guildName ?? 'Discord'}</CardTitle>
          {!status.linked ? (
            <div className="space-y-4">
              <p>
                <Trans>
                  Roles on the community’s Discord server can give you more machines at once or lower prices.
                  Link your Discord account first.
                </Trans>
              </p>
              <LinkButton to={linkedAt} look="coin">
                <Trans>Link Discord</Trans>
              </LinkButton>
            </div>
          ) : status.consented ? (
            <DiscordPerks status={status} />
          ) : (
            <ConsentAsk status={status} returnTo={returnTo} />
          )}
        </Card>
      )}
    </QueryView>
  );
}
