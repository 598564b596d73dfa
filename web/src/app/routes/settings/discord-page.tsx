import { useQueryClient } from '@tanstack/react-query';
import { discordKey, useDiscordSettings } from '../../../features/settings/api/get-discord-settings.ts';
import { testDiscord } from '../../../features/settings/api/test-setup.ts';
import { DiscordForm } from '../../../features/settings/components/discord-form.tsx';
import { DiscordStateCard } from '../../../features/settings/components/discord-state-card.tsx';
import { SetupTestCard } from '../../../features/settings/components/setup-test-card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** The community's own server at Discord, whose roles give perks here. */
export function DiscordSettingsPage() {
  const client = useQueryClient();
  const discord = useDiscordSettings();
  return (
    <QueryView query={discord} loading={<Skeleton className="h-[40rem]" />}>
      {(settings) => (
        <>
          <DiscordForm settings={settings} reload={async () => (await discord.refetch()).data} />
          <DiscordStateCard settings={settings} />
          <SetupTestCard
            last={null}
            send={testDiscord}
            onDone={() => void client.invalidateQueries({ queryKey: discordKey })}
          />
        </>
      )}
    </QueryView>
  );
}
