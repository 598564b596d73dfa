import { AuditPage } from '@coinslot/shared/http/audit.ts';
import type { Command } from 'commander';
import { type Cli, type CommonOptions, openApi, show, tableOf, withCommon } from '../../cli-context.ts';
import { sayTime } from '../../output/words.ts';
import { toLimit } from '../wallet-commands.ts';

interface AuditOptions extends CommonOptions {
  limit: number;
  search?: string;
  action?: string;
  actor?: string;
}

export function addAdminAuditCommand(admin: Command, cli: Cli): void {
  withCommon(admin.command('audit'))
    .description('who did what, the newest first')
    .option('--search <text>', 'anywhere in action, actor, target, reason and address')
    .option('--action <action>', 'the whole action or its beginning: wallet.adjust, wallet')
    .option('--actor <actor>', 'a member’s id, or the beginning of the actor’s name')
    .option('-n, --limit <n>', 'how many', toLimit, 30)
    .action(async ({ limit, search, action, actor, ...options }: AuditOptions) => {
      const api = await openApi(cli, options);
      const { items } = await api.get('/admin/audit', AuditPage, { limit, search, action, actor });
      show(cli, options, items, () =>
        tableOf(
          cli,
          ['when', 'who', 'action', 'target', 'reason'],
          items.map((one) => [
            sayTime(one.at),
            one.actorName,
            one.action,
            `${one.targetKind} ${one.targetName ?? one.targetId}`,
            one.reason ?? '-',
          ]),
          'No line.',
        ),
      );
    });
}
