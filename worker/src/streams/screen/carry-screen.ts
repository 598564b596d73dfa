import { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { Page } from 'puppeteer';
import type { WebSocket } from 'ws';
import type { Logger } from '../../logger.ts';
import { bytesOf, parseJson } from '../read-frames.ts';
import type { StreamSource } from '../stream-source.ts';
import { castPage } from './cast-page.ts';
import type { PageCast } from './cast-page.ts';
import { hideCredentials } from './hide-credentials.ts';
import { createInputQueue, isInput } from './input-queue.ts';
import { createPictureSender } from './picture-sender.ts';
import { createPageInput } from './send-input.ts';
import type { PageInput } from './send-input.ts';

/** Between two visits at the lab there is no page; the next one is found within this time. */
const lookMs = 250;

type Shown = { page: Page; cast: PageCast; input: PageInput };

/**
 * Shows the machine's newest page until the socket closes, and passes an admin's hand on while it has the page: only while the recipe stands
 * still, so that two never click at once.
 */
export async function carryScreen(broker: WebSocket, source: StreamSource, log: Logger): Promise<void> {
  const sender = createPictureSender(broker);
  let shown = null as Shown | null;
  let failed = null as Page | null;
  let isTaken = false;
  const hasHand = (): boolean => isTaken && source.isStill();
  const queueInput = createInputQueue(hasHand);

  async function begin(page: Page): Promise<void> {
    try {
      await hideCredentials(page, source.credentialSelectors());
      const cast = await castPage(page, (picture) => void sender.show(page, picture));
      shown = { page, cast, input: createPageInput(page, cast.session) };
    } catch (error) {
      failed = page;
      log.info({ err: error }, 'a page cannot be shown');
    }
  }

  async function leave(): Promise<void> {
    const last = shown;
    shown = null;
    if (last === null) return;
    await last.input.release();
    await last.cast.stop();
  }

  function letGo(): void {
    isTaken = false;
    void shown?.input.release();
  }

  function take(message: ScreenControl): void {
    if (isInput(message)) {
      if (hasHand() && shown !== null) queueInput(shown.input, message);
    } else if (message.type === 'drawn') shown?.cast.drawn();
    else if (message.type === 'take') isTaken = true;
    else if (message.type === 'give_back') letGo();
  }

  broker.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : ScreenControl.safeParse(parseJson(bytesOf(data))).data;
    if (message) take(message);
  });
  broker.resume();
  while (broker.readyState === broker.OPEN) {
    const isStill = source.isStill();
    sender.still(isStill);
    if (isTaken && !isStill) letGo();
    const page = source.page()?.front() ?? null;
    if (shown !== null && shown.page !== page) await leave();
    if (shown === null && page !== null && page !== failed) await begin(page);
    if (shown === null) sender.noPage();
    await closedOrLater(broker, lookMs);
  }
  await leave();
}

async function closedOrLater(socket: WebSocket, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const closed = (): void => resolve();
  socket.once('close', closed);
  await promise;
  clearTimeout(timer);
  socket.off('close', closed);
}
