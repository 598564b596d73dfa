import {
  AdjustWalletResponse,
  type AdminUser,
  AdminUserDetail,
  AdminUserPage,
} from '@coinslot/shared/http/admin-users.ts';
import { CoinClass } from '@coinslot/shared/states/charge.ts';
import { type Command, InvalidArgumentError } from 'commander';
import type { Api } from '../../api/create-api.ts';
import {
  type Cli,
  type CommonOptions,
  confirm,
  factsOf,
  openApi,
  show,
  tableOf,
  withCommon,
} from '../../cli-context.ts';
import { isWholeId } from '../../machines/find-machine.ts';
import { sayCoins, sayEmail, sayTime } from '../../output/words.ts';
import { pickOne } from '../../pick-one.ts';
import { toLimit, walletFacts } from '../wallet-commands.ts';
import { type ReasonOptions, withReason } from './reason-options.ts';

interface AdjustOptions extends ReasonOptions {
  coins: number;
  class: CoinClass;
}

const who = 'the id, the e-mail address or a part of the name';

export function addAdminUserCommands(admin: Command, cli: Cli): void {
  withCommon(admin.command('users [search]'))
    .description('members, the newest first: a part of the name, the beginning of the address, or an id')
    .option('-n, --limit <n>', 'how many', toLimit, 30)
    .action(async (search: string | undefined, options: CommonOptions & { limit: number }) => {
      const api = await openApi(cli, options);
      const { items } = await api.get('/admin/users', AdminUserPage, { search, limit: options.limit });
      show(cli, options, items, () => userTable(cli, items));
    });
  withCommon(admin.command('user <user>'))
    .description(`one member: ${who}`)
    .action(async (text: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const user = await api.get(`/admin/users/${await findUser(api, text)}`, AdminUserDetail);
      show(cli, options, user, () => userFacts(cli, user));
    });
  withReason(admin.command('adjust <user>'), 'kept for ever')
    .description('add coins to a wallet, or remove some; the member sees the reason')
    .requiredOption('--coins <n>', 'how many; below 0 removes', toCoins)
    .option('--class <class>', 'earned or bought', toClass, 'earned')
    .action(async (text: string, options: AdjustOptions) => {
      const api = await openApi(cli, options);
      const userId = await findUser(api, text);
      const { coins, reason, class: coinClass } = options;
      await confirm(
        cli,
        `${coins < 0 ? 'Remove' : 'Add'} ${sayCoins(Math.abs(coins))} (${userId})?`,
        options.yes,
      );
      const path = `/admin/wallets/${userId}/adjustments`;
      const done = await api.post(path, { coins, class: coinClass, reason }, AdjustWalletResponse);
      show(cli, options, done, () => walletFacts(cli, done.wallet));
    });
  for (const verb of ['disable', 'enable'] as const) {
    withReason(admin.command(`${verb} <user>`))
      .description(
        verb === 'disable'
          ? 'close an account: sessions, keys and machines end'
          : 'open a closed account again',
      )
      .action(async (text: string, options: ReasonOptions) => {
        const api = await openApi(cli, options);
        const userId = await findUser(api, text);
        await confirm(cli, `${verb === 'disable' ? 'Disable' : 'Enable'} ${text} (${userId})?`, options.yes);
        const user = await api.post(
          `/admin/users/${userId}/${verb}`,
          { reason: options.reason },
          AdminUserDetail,
        );
        show(cli, options, user, () => userFacts(cli, user));
      });
  }
}

/** The id of the member that is meant. A whole address wins over others that begin so. */
async function findUser(api: Api, text: string): Promise<string> {
  if (isWholeId(text)) return text;
  const { items } = await api.get('/admin/users', AdminUserPage, { search: text, limit: 100 });
  const exact = items.filter(({ email }) => email.toLowerCase() === text.toLowerCase());
  return pickOne(exact.length > 0 ? exact : items, text, {
    kind: 'member',
    listedBy: 'coinslot admin users',
  }).id;
}

function userTable(cli: Cli, users: readonly AdminUser[]): string {
  return tableOf(
    cli,
    ['name', 'e-mail', 'id', 'coins', 'machines', 'roles', 'state'],
    users.map((one) => [
      one.name,
      sayEmail(one.email),
      one.id,
      one.wallet.availableEarned + one.wallet.availableBought,
      one.activeMachines,
      one.roles.join(' ') || '-',
      one.disabledAt === null ? 'enabled' : { text: 'disabled', color: 'red' },
    ]),
    'No member.',
  );
}

function userFacts(cli: Cli, user: AdminUserDetail): string {
  return `${factsOf(cli, [
    ['name', user.name],
    ['e-mail', sayEmail(user.email)],
    ['id', user.id],
    ['roles', user.roles.join(' ') || '-'],
    ['joined', sayTime(user.createdAt)],
    ['last seen', sayTime(user.lastSeenAt)],
    ['sessions', user.sessions],
    ['machines', `${user.machines.active} of ${user.machines.total} run`],
    ['disabled', user.disabled === null ? null : `${sayTime(user.disabled.at)}: ${user.disabled.reason}`],
  ])}${walletFacts(cli, user.wallet)}`;
}

function toCoins(text: string): number {
  const coins = Number(text);
  if (!Number.isInteger(coins) || coins === 0) throw new InvalidArgumentError('It is a whole number, not 0.');
  return coins;
}

function toClass(text: string): CoinClass {
  const known = CoinClass.safeParse(text);
  if (!known.success) throw new InvalidArgumentError(`There are: ${CoinClass.options.join(', ')}.`);
  return known.data;
}
