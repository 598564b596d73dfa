import { NotificationPage } from '@coinslot/shared/http/notifications.ts';
import type { Command } from 'commander';
import { type Cli, type CommonOptions, openApi, show, tableOf, withCommon } from '../cli-context.ts';
import { sayNotificationKind, saySecurityEvent } from '../output/event-words.ts';
import { sayTime } from '../output/words.ts';
import { toLimit } from './wallet-commands.ts';

export function addNotificationCommand(program: Command, cli: Cli): void {
  withCommon(program.command('notifications'))
    .description('what happened to your account and machines, the newest first')
    .option('-n, --limit <n>', 'how many', toLimit, 30)
    .option('--unread', 'only what was not read yet')
    .action(async (options: CommonOptions & { limit: number; unread?: true }) => {
      const api = await openApi(cli, options);
      const { items } = await api.get('/notifications', NotificationPage, {
        limit: options.limit,
        unread: String(options.unread === true),
      });
      show(cli, options, items, () =>
        tableOf(
          cli,
          ['when', 'what', 'of', ''],
          items.map(({ at, kind, params, readAt }) => [
            sayTime(at),
            sayNotificationKind(kind),
            sayOf(params),
            readAt === null ? { text: 'new', color: 'yellow' } : '',
          ]),
          'Nothing.',
        ),
      );
    });
}

function sayOf(params: NotificationPage['items'][number]['params']): string {
  if ('machineName' in params) return params.machineName;
  if ('title' in params) return params.title;
  if ('voucherName' in params) return params.voucherName;
  if ('event' in params) return saySecurityEvent(params.event);
  return 'coins' in params ? `${params.coins} coins` : `${params.available} coins left`;
}
