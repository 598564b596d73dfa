import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openEventsInPage, readEventsInPage } from '../browser/page/in-page-calls.ts';
import { read } from './page-reader.ts';
import type { PageContext } from './page-reader.ts';

/** A stream of events of the lab's (EventSource), as long as the page stays where it is. */
export type PageEvents = {
  /** The data of all events, as soon as there are more than `known`, at the latest after `waitMs`; null when the page was left. */
  seen: (known: number, waitMs: number) => Promise<string[] | null>;
};

/** Follows a stream of events with the page's cookies, until one says `ready` or `failed`. */
export async function openPageEvents(
  context: PageContext,
  baseUrl: string,
  path: string,
): Promise<PageEvents> {
  const name = randomUUID();
  const url = new URL(path, baseUrl).href;
  await context.beforeAct();
  await read(context, () => context.page.evaluate(openEventsInPage, name, url));
  context.note(`events ${path}`);
  return {
    seen: async (known, waitMs) =>
      z
        .array(z.string())
        .nullable()
        .parse(await read(context, () => context.page.evaluate(readEventsInPage, name, { known, waitMs }))),
  };
}
