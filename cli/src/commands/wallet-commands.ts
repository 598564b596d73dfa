import { RedeemVoucherResponse } from '@coinslot/shared/http/vouchers.ts';
import { type Transfer, TransferPage, Wallet } from '@coinslot/shared/http/wallet.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { type Cli, type CommonOptions, factsOf, openApi, show, tableOf, withCommon } from '../cli-context.ts';
import { plainLine } from '../output/plain.ts';
import { sayTransfer } from '../output/transfer-words.ts';
import { sayCoins, sayTime } from '../output/words.ts';

export function addWalletCommands(program: Command, cli: Cli): void {
  withCommon(program.command('wallet'))
    .description('your coins')
    .action(async (options: CommonOptions) => {
      const wallet = await (await openApi(cli, options)).get('/wallet', Wallet);
      show(cli, options, wallet, () => walletFacts(cli, wallet));
    });
  withCommon(program.command('transfers'))
    .description('how your coins moved, the newest first')
    .option('-n, --limit <n>', 'how many', toLimit, 30)
    .action(async (options: CommonOptions & { limit: number }) => {
      const api = await openApi(cli, options);
      const { items } = await api.get('/wallet/transfers', TransferPage, { limit: options.limit });
      show(cli, options, items, () => transferTable(cli, items));
    });
  withCommon(program.command('redeem <code>'))
    .description('turn a voucher’s code into coins')
    .action(async (code: string, options: CommonOptions) => {
      const api = await openApi(cli, options);
      const given = await api.post('/vouchers/redeem', { code }, RedeemVoucherResponse);
      const { coins, voucherName, wallet } = given;
      show(cli, options, given, () => {
        const now = wallet.availableEarned + wallet.availableBought;
        return `${sayCoins(coins)} from ${plainLine(voucherName)}. You have ${sayCoins(now)} now.\n`;
      });
    });
}

export function walletFacts(cli: Cli, wallet: Wallet): string {
  const held = wallet.heldEarned + wallet.heldBought;
  return factsOf(cli, [
    ['available', sayCoins(wallet.availableEarned + wallet.availableBought)],
    ['earned', wallet.availableEarned],
    ['bought', wallet.availableBought],
    ['held', held === 0 ? null : held],
    ['frozen', wallet.frozen === 0 ? null : wallet.frozen],
    ['owed', wallet.owed === 0 ? null : wallet.owed],
  ]);
}

function transferTable(cli: Cli, transfers: readonly Transfer[]): string {
  return tableOf(
    cli,
    ['when', 'what', 'coins', ''],
    transfers.map((one) => {
      const { title, detail } = sayTransfer(one);
      return [sayTime(one.at), title, sayAmount(one), detail];
    }),
    'No coin has moved yet.',
  );
}

/** What it did to the coins that can be spent; without a sign when it moved others, as held ones that are paid. */
function sayAmount({ amount, class: coinClass, from, to }: Transfer): string {
  const sign = to === 'available' ? '+' : from === 'available' ? '-' : '';
  return `${sign}${amount} ${coinClass}`;
}

/** For commander: 1 to 100 rows. */
export function toLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new InvalidArgumentError('It is 1 to 100.');
  return limit;
}
