import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiKey, ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { DeviceCode, DeviceToken } from '@coinslot/shared/http/device-grant.ts';
import { Me } from '@coinslot/shared/http/me.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { type Api, createApi } from '../api/create-api.ts';
import {
  type Cli,
  type CommonOptions,
  factsOf,
  openApi,
  show,
  warnOfPlainHttp,
  withCommon,
} from '../cli-context.ts';
import { cliError, isCliError } from '../cli-error.ts';
import { chooseServer } from '../credentials/choose-server.ts';
import { readCredentials, writeCredentials } from '../credentials/credentials-file.ts';
import { sayCoins, sayEmail, sayTime } from '../output/words.ts';

interface LoginOptions extends CommonOptions {
  admin?: true;
  scopes?: ApiKeyScope[];
  days: number;
  browser: boolean;
}

const memberScopes = ApiKeyScope.options.filter((scope) => scope !== 'admin');

export function addSignInCommands(program: Command, cli: Cli): void {
  withCommon(program.command('login'))
    .description('sign in by the browser; the key is kept for this computer')
    .option('--admin', 'ask also for what your roles allow')
    .option('--scopes <list>', `ask for less: ${ApiKeyScope.options.join(',')}`, toScopes)
    .option('--days <n>', 'how long the key works, 1 to 365', toDays, 90)
    .option('--no-browser', 'only print the address')
    .action((options: LoginOptions) => login(cli, options));
  withCommon(program.command('logout'))
    .description('revoke the key of this computer and forget it')
    .action((options: CommonOptions) => logout(cli, options));
  withCommon(program.command('whoami'))
    .description('who is signed in, and what the key may do')
    .action(async (options: CommonOptions) => {
      const api = await openApi(cli, options);
      const key = await api.get('/api-key', ApiKey);
      const me = key.scopes.includes('account.read') ? await api.get('/me', Me) : null;
      show(cli, options, { server: api.server, me, key }, () =>
        factsOf(cli, [
          ['server', api.server],
          ['name', me?.name ?? null],
          ['e-mail', me === null ? null : sayEmail(me.email)],
          ['coins', me === null ? null : sayCoins(me.wallet.availableEarned + me.wallet.availableBought)],
          ['admin permissions', me === null ? null : me.permissions.length],
          ['key', `${key.prefix}… (${key.name})`],
          ['scopes', key.scopes.join(' ')],
          ['works until', sayTime(key.expiresAt)],
        ]),
      );
    });
}

async function login(cli: Cli, options: LoginOptions): Promise<void> {
  const { terminal, config } = cli;
  const server = await chooseServer(config, options.server);
  warnOfPlainHttp(terminal, server);
  const api = createApi({ server, key: null, signal: terminal.signal });
  const scopes = options.scopes ?? (options.admin ? ApiKeyScope.options : memberScopes);
  const asked = { host: hostname().slice(0, 60) || 'unknown', scopes, expiresInDays: options.days };
  const grant = await api.postOnce('/device/code', asked, DeviceCode);
  terminal.err(
    `Open ${grant.verificationUrlComplete}\nand check that it shows the code ${grant.userCode}. Waiting …\n`,
  );
  if (options.browser && terminal.canAsk) openBrowser(grant.verificationUrlComplete);
  const { secret, apiKey } = await waitForToken(api, grant, terminal.signal);

  const memberName = await readName(createApi({ server, key: secret, signal: terminal.signal }), apiKey);
  const kept = await readCredentials(config.credentialsFile);
  await writeCredentials(config.credentialsFile, {
    ...kept,
    server,
    servers: {
      ...kept.servers,
      [server]: { secret, keyId: apiKey.id, memberName, expiresAt: apiKey.expiresAt },
    },
  });
  show(
    cli,
    options,
    { server, name: memberName, key: apiKey },
    () => `Signed in at ${server} as ${memberName}, until ${sayTime(apiKey.expiresAt)}.\n`,
  );
}

async function waitForToken(api: Api, grant: DeviceCode, signal: AbortSignal): Promise<DeviceToken> {
  let intervalMs = grant.intervalSeconds * 1000;
  const endsAt = performance.now() + grant.expiresInSeconds * 1000;
  while (performance.now() < endsAt) {
    await sleep(intervalMs, undefined, { signal });
    try {
      return await api.postOnce('/device/token', { deviceCode: grant.deviceCode }, DeviceToken);
    } catch (error) {
      const problem = isCliError(error) ? error.problem : null;
      const isSilent = isCliError(error) && problem === null && error.exitCode === 6;
      if (!isSilent && problem?.code !== 'authorization_pending' && problem?.code !== 'slow_down')
        throw error;
      const { intervalSeconds } = problem?.params ?? {};
      if (typeof intervalSeconds === 'number') intervalMs = intervalSeconds * 1000;
    }
  }
  throw cliError('notAllowed', 'Nobody approved in time. Run the command again.');
}

async function readName(api: Api, key: ApiKey): Promise<string> {
  return key.scopes.includes('account.read') ? (await api.get('/me', Me)).name : key.name;
}

async function logout(cli: Cli, options: CommonOptions): Promise<void> {
  const { config, terminal } = cli;
  const server = await chooseServer(config, options.server);
  const { servers, ...kept } = await readCredentials(config.credentialsFile);
  const { [server]: mine, ...others } = servers;
  if (mine === undefined) throw cliError('notAllowed', `You are not signed in at ${server}.`);
  try {
    await createApi({ server, key: mine.secret, signal: terminal.signal }).delete('/api-key');
  } catch (error) {
    // It was revoked or had expired already.
    if (!isCliError(error) || error.problem?.code !== 'unauthenticated') throw error;
  }
  await writeCredentials(config.credentialsFile, {
    ...kept,
    server: kept.server === server ? (Object.keys(others)[0] ?? null) : kept.server,
    servers: others,
  });
  show(cli, options, { server, signedOut: true }, () => `Signed out at ${server}.\n`);
}

// What has no screen, or no such program, says so and nobody needs to hear it: the address is printed.
function openBrowser(address: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(program, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

function toScopes(text: string): ApiKeyScope[] {
  return text.split(',').map((name) => {
    const scope = ApiKeyScope.safeParse(name.trim());
    if (!scope.success) throw new InvalidArgumentError(`There are: ${ApiKeyScope.options.join(', ')}.`);
    return scope.data;
  });
}

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 365) throw new InvalidArgumentError('It is 1 to 365.');
  return days;
}
