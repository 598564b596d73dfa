import { Voucher, VoucherPage } from '@coinslot/shared/http/admin-vouchers.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { type Cli, type CommonOptions, openApi, show, tableOf, withCommon } from '../../cli-context.ts';
import { sayTime } from '../../output/words.ts';
import { toLimit } from '../wallet-commands.ts';

interface NewVoucherOptions extends CommonOptions {
  coins: number;
  count: number;
  code?: string;
  uses: number;
  perMember: number;
  expires?: string;
}

export function addAdminVoucherCommands(admin: Command, cli: Cli): void {
  withCommon(admin.command('vouchers [search]'))
    .description('vouchers, the newest first')
    .option('-n, --limit <n>', 'how many', toLimit, 30)
    .action(async (search: string | undefined, options: CommonOptions & { limit: number }) => {
      const api = await openApi(cli, options);
      const { items } = await api.get('/admin/vouchers', VoucherPage, { search, limit: options.limit });
      show(cli, options, items, () => voucherTable(cli, items));
    });
  withCommon(admin.command('create-voucher <name>'))
    .description('make a voucher: one chosen code, or many at random (their list is a file of the dashboard)')
    .requiredOption('--coins <n>', 'what each redemption gives', toCount)
    .option('--code <code>', 'the one code, in your words')
    .option('--count <n>', 'how many codes at random', toCount, 1)
    .option('--uses <n>', 'how often each code can be redeemed', toCount, 1)
    .option('--per-member <n>', 'how often one member can', toCount, 1)
    .option('--expires <time>', 'until when, as 2027-01-31T12:00:00Z', toTime)
    .action(async (name: string, options: NewVoucherOptions) => {
      const api = await openApi(cli, options);
      const draft = {
        name,
        coins: options.coins,
        codes:
          options.code === undefined
            ? { kind: 'generated', count: options.count }
            : { kind: 'chosen', code: options.code },
        totalUses: options.uses,
        usesPerMember: options.perMember,
        expiresAt: options.expires ?? null,
      };
      const voucher = await api.post('/admin/vouchers', draft, Voucher);
      show(cli, options, voucher, () => voucherTable(cli, [voucher]));
    });
}

function voucherTable(cli: Cli, vouchers: readonly Voucher[]): string {
  return tableOf(
    cli,
    ['voucher', 'id', 'coins', 'codes', 'redeemed', 'expires', 'state'],
    vouchers.map((one) => [
      one.name,
      one.id.slice(0, 8),
      one.coins,
      one.codes,
      one.redemptions,
      sayTime(one.expiresAt),
      one.state === 'open' ? { text: 'open', color: 'green' } : one.state.replaceAll('_', ' '),
    ]),
    'No voucher.',
  );
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return count;
}

function toTime(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('It is a time as 2027-01-31T12:00:00Z.');
  return at.toISOString();
}
