import { Machine } from '@coinslot/shared/http/machines.ts';
import { type Product, ProductList } from '@coinslot/shared/http/products.ts';
import { type Command, InvalidArgumentError } from 'commander';
import type { Api } from '../api/create-api.ts';
import { type Cli, type CommonOptions, confirm, openApi, show, tableOf, withCommon } from '../cli-context.ts';
import { isCliError } from '../cli-error.ts';
import { waitUntilReady } from '../machines/wait-until-ready.ts';
import { plainLine } from '../output/plain.ts';
import { unavailableWords } from '../output/state-words.ts';
import { sayCoins, sayMinutes } from '../output/words.ts';
import { pickByNameOrId } from '../pick-one.ts';

interface BuyOptions extends CommonOptions {
  wait?: true;
  yes?: true;
  timeout?: number;
}

export function addShopCommands(program: Command, cli: Cli): void {
  withCommon(program.command('products'))
    .description('what is on sale, and what it costs you')
    .action(async (options: CommonOptions) => {
      const { items } = await (await openApi(cli, options)).get('/products', ProductList);
      show(cli, options, items, () =>
        tableOf(
          cli,
          ['product', 'price', 'time', 'lab', 'more time', 'state'],
          items.map((one) => [
            one.name,
            sayPrice(one),
            sayMinutes(one.durationMinutes),
            one.labName,
            one.extension === null ? '-' : `${sayMinutes(one.extension.minutes)} for ${one.extension.price}`,
            one.unavailable === null
              ? { text: 'on sale', color: 'green' }
              : { text: unavailableWords[one.unavailable], color: 'yellow' },
          ]),
          'Nothing is on sale.',
        ),
      );
    });
  withCommon(program.command('buy <product>'))
    .description('buy a machine: the product’s name, or the beginning of its id')
    .option('-y, --yes', 'do not ask')
    .option('-w, --wait', 'wait until it is ready (exit code 7 when it fails instead)')
    .option('--timeout <minutes>', 'with --wait: give up waiting after so long (exit code 6)', toMinutes)
    .action((text: string, options: BuyOptions) => buy(cli, text, options));
}

async function buy(cli: Cli, text: string, options: BuyOptions): Promise<void> {
  const api = await openApi(cli, options);
  const bought = await buyAtShownTerms(cli, api, text, options);
  cli.terminal.err(`Bought ${bought.name} (${bought.id}).\n`);
  const machine = options.wait
    ? await waitUntilReady(api, cli.terminal, {
        machineId: bought.id,
        timeoutMs: options.timeout === undefined ? null : options.timeout * 60_000,
      })
    : bought;
  show(cli, options, machine, () =>
    machine.state === 'ready'
      ? `${machine.name} is ready. Sign in to it: coinslot ssh ${machine.name}\n`
      : `${machine.name} is being prepared. Watch it: coinslot logs -f ${machine.name}\n`,
  );
}

/** Buys at the terms that the buyer was shown. When they changed meanwhile, the new ones are shown and asked for. */
async function buyAtShownTerms(cli: Cli, api: Api, text: string, { yes }: BuyOptions): Promise<Machine> {
  for (;;) {
    const { items } = await api.get('/products', ProductList);
    const product = pickByNameOrId(items, text, { kind: 'product', listedBy: 'coinslot products' });
    await confirm(cli, `Buy ${sayTerms(product)}?`, yes);
    try {
      const { id: productId, revision, price } = product;
      return await api.post('/machines', { productId, revision, price }, Machine);
    } catch (error) {
      const isChanged = isCliError(error) && error.problem?.code === 'product_changed';
      if (!isChanged || yes || !cli.terminal.canAsk) throw error;
      cli.terminal.err('The terms changed meanwhile; nothing was bought.\n');
    }
  }
}

function sayTerms(product: Product): string {
  const refund = product.refundsUnusedOnStop ? ', unused time comes back when you stop it' : '';
  return `${plainLine(product.name)} for ${sayPrice(product)}, ${sayMinutes(product.durationMinutes)}${refund}`;
}

function sayPrice({ price, listPrice }: Product): string {
  return price === listPrice ? sayCoins(price) : `${sayCoins(price)} (instead of ${listPrice})`;
}

function toMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isFinite(minutes) || minutes <= 0 || minutes > 24 * 60)
    throw new InvalidArgumentError('It is a number of minutes, a day at most.');
  return minutes;
}
