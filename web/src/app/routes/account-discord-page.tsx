import { DiscordCard } from '../../features/discord/components/discord-card.tsx';
import { ReturnedNotice } from '../../features/sign-in/components/returned-notice.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { paths } from '../paths.ts';

export function AccountDiscordPage() {
  useDocumentTitle('Discord');
  return (
    <>
      <ReturnedNotice />
      <DiscordCard returnTo={paths.accountDiscord} linkedAt={paths.accountWays} />
    </>
  );
}
