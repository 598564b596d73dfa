import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { readLabConfig } from './config.ts';
import { saveAccount } from './store/accounts.ts';
import { openStore } from './store/open-store.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { machines: { type: 'string', default: '1' } },
});
const [action, username = ''] = positionals;
const machines = Number(values.machines);
const password = action === 'add' ? (await text(process.stdin)).replace(/\r?\n$/, '') : '';
const fault = findFault();
if (fault === null) {
  await saveAccount(openStore(readLabConfig(process.env).dataDir), username, password, machines);
  process.stdout.write(`saved ${username}\n`);
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}

function findFault(): string | null {
  if (action !== 'add')
    return 'Usage: npm run lab-account -- add <username> [--machines N], with the password on standard input.';
  if (!/^[a-z0-9][a-z0-9._@-]{0,63}$/i.test(username))
    return 'A username has up to 64 letters, digits, dots, dashes, underscores or @.';
  if (!Number.isInteger(machines) || machines < 1) return '--machines wants a whole number above 0.';
  return password.length < 8 ? 'The password on standard input needs at least 8 characters.' : null;
}
