import { fail } from '../../../http/errors.ts';
import type { DiscordContext } from './ask-discord.ts';
import { countRefusal, readGate } from './refusals.ts';

/**
 * A `fetch` for signing in by Discord: it counts what Discord refuses like every other request to it, and sends nothing any more when
 * twice as much was refused as stops the reading of roles. So no trouble with roles takes signing in away, and no trouble with signing
 * in brings a ban.
 *
 * @throws provider_unavailable
 */
export function createSignInFetch(ctx: DiscordContext): typeof fetch {
  return async (input, init) => {
    const { refused } = await readGate(ctx.db, 'sign-in');
    if (refused >= 2 * ctx.config.signIn.discord.refusalsMax) {
      ctx.log.warn({ refused }, 'Discord refused so many requests that nobody signs in by it for a while');
      throw fail('provider_unavailable', { retryAfterSeconds: 60 });
    }
    const response = await fetch(input, init);
    if (response.status === 401 || response.status === 403 || response.status === 429)
      await countRefusal(ctx.db);
    return response;
  };
}
