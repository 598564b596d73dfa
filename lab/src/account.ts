import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readLabConfig } from './config.ts';
import { listAccounts, removeAccount, saveAccount } from './store/accounts.ts';
import { openStore } from './store/open-store.ts';

const usage = `Accounts of the lab in LAB_DATA_DIR.
  node lab/src/account.ts add <username> [--machines N]   password on standard input
  node lab/src/account.ts list
  node lab/src/account.ts remove <username>
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { machines: { type: 'string', default: '1' } },
});
const [action, username] = positionals;
process.exitCode = await run();

async function run(): Promise<number> {
  const store = openStore(readLabConfig(process.env).dataDir);
  if (action === 'list') {
    for (const account of listAccounts(store))
      process.stdout.write(`${account.username}\t${account.maxMachines}\n`);
    return 0;
  }
  if (action === 'remove' && username !== undefined) {
    if (removeAccount(store, username)) return 0;
    return fail(`There is no account "${username}" without a machine alive.`);
  }
  if (action !== 'add' || username === undefined) return fail(usage);
  return await add(store, username);
}

async function add(store: ReturnType<typeof openStore>, name: string): Promise<number> {
  const machines = Number(values.machines);
  if (!/^[a-z0-9][a-z0-9._@-]{0,63}$/i.test(name))
    return fail('A username has up to 64 letters, digits, dots, dashes, underscores or @.');
  if (!Number.isInteger(machines) || machines < 1) return fail('--machines wants a whole number above 0.');
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < 8) return fail('The password on standard input needs at least 8 characters.');
  saveAccount(store, name, password, machines);
  process.stdout.write(`saved ${name}\n`);
  return 0;
}

function fail(message: string): number {
  process.stderr.write(`${message.trimEnd()}\n`);
  return 1;
}
