import { NotificationPage } from '@coinslot/shared/http/notifications.ts';
import type { Command } from 'commander';
import { type Cli, type CommonOptions, openApi, show, tableOf, withCommon } from '../cli-context.ts';
import { sayNotification } from '../output/notification-words.ts';
import type { Cell } from '../output/table.ts';
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
          ['when', '', 'what', ''],
          items.map((one) => {
            const { title, detail } = sayNotification(one);
            const read: Cell = one.readAt === null ? { text: 'new', color: 'yellow' } : '';
            return [sayTime(one.at), read, title, detail];
          }),
          'Nothing.',
        ),
      );
    });
}
