import type { Console } from '../../recipes/console.ts';
import type { PageEvents } from '../../recipes/page-events.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { ensureToken } from './access-token.ts';
import { readOwnServer, refOf } from './hub.ts';
import type { StartEvent } from './schema.ts';
import { paths } from './selectors.ts';
import { classifyStart, explainFailedStart, startEvents } from './spawn.ts';
import { untilAnsweredReady } from './start-answer.ts';

/** The stream may end without a word; the hub's list is asked beside it. */
const listEveryMs = 2000;

/**
 * Follows the start by what the hub tells of it, and passes that on to the member.
 *
 * @returns the address of the server that is ready: a path
 */
export async function waitForHub(console: Console, labRef: string): Promise<string> {
  // One for all looks: a browser keeps few connections to a host, and each stream holds one.
  let events: PageEvents | null = null;
  let told = 0;
  const answeredReady = untilAnsweredReady(console, labRef);
  for (;;) {
    const { user, server } = await readOwnServer(console);
    if (server === null) throw await explainFailedStart(console, user);
    if (refOf(server) !== labRef)
      throw new RecipeError('machine_lost', 'Another server runs in place of the one that was started.');
    if (server.ready) return server.url;
    ensureToken(console, user);
    events ??= await console.openEvents(paths.hubProgress(user));
    const until = performance.now() + listEveryMs;
    for (let leftMs = listEveryMs; leftMs > 0; leftMs = until - performance.now()) {
      const news = await Promise.race([events.seen(told, leftMs), answeredReady]);
      if (news === 'ready') return server.url;
      const seen = startEvents(news ?? []);
      for (const event of seen.slice(told)) tell(console, event);
      told = Math.max(told, seen.length);
      const last = seen.findLast(({ ready, failed }) => ready || failed);
      if (last?.ready === true) return server.url;
      if (last?.failed === true) throw classifyStart(last.message);
      if (news === null) break;
    }
  }
}

function tell(console: Console, { message, ready }: StartEvent): void {
  if (!ready && message !== '') console.say(message.slice(0, 300));
}
