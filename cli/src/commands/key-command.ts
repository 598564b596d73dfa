import { ApiKey } from '@coinslot/shared/http/api-keys.ts';
import type { Command } from 'commander';
import { type Cli, type CommonOptions, factsOf, openApi, show, withCommon } from '../cli-context.ts';
import { sayTime } from '../output/words.ts';

/** A key can know itself only: all keys are made, listed and revoked in the browser. */
export function addKeyCommand(program: Command, cli: Cli): void {
  withCommon(program.command('keys'))
    .description('the key of this computer, and where all keys are looked after')
    .action(async (options: CommonOptions) => {
      const api = await openApi(cli, options);
      const key = await api.get('/api-key', ApiKey);
      const page = new URL('/account/keys', api.server).href;
      show(cli, options, { key, page }, () =>
        factsOf(cli, [
          ['key', `${key.prefix}…`],
          ['name', key.name],
          ['scopes', key.scopes.join(' ')],
          ['made', sayTime(key.createdAt)],
          ['works until', sayTime(key.expiresAt)],
          ['all keys', page],
        ]),
      );
    });
}
