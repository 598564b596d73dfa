import { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { WebSocket } from 'ws';
import type { LabPage } from '../../browser/page/lab-page.ts';
import { redactUrl } from '../../browser/page/redact-url.ts';
import type { Logger } from '../../logger.ts';
import { bytesOf, parseJson } from '../read-frames.ts';
import type { StreamSource } from '../stream-source.ts';
import { castPage } from './cast-page.ts';
import type { PageCast, Picture } from './cast-page.ts';
import { hideCredentials } from './hide-credentials.ts';
import { createPageInput } from './send-input.ts';

/** Between two visits at the lab there is no page; the next one is found within this time. */
const lookMs = 250;
/** Of what an admin did and the page has not taken yet. */
const inputsMax = 200;

type Shown = { labPage: LabPage; cast: PageCast; input: ReturnType<typeof createPageInput> };

/** Shows the machine's newest page until the socket closes, and passes an admin's hand on while it has the page. */
export async function carryScreen(broker: WebSocket, source: StreamSource, log: Logger): Promise<void> {
  let shown = null as Shown | null;
  let failed = null as LabPage | null;
  let isTaken = false;
  let hasSaidNoPage = false;
  let lastN = 0;
  let inputs = Promise.resolve();
  let waiting = 0;

  function tell(message: ScreenControl): void {
    if (broker.readyState === broker.OPEN) broker.send(JSON.stringify(message));
  }

  async function show({ page }: LabPage, { jpeg, width, height }: Picture): Promise<void> {
    const title = await page.title().catch(() => '');
    if (broker.readyState !== broker.OPEN) return;
    lastN += 1;
    const url = redactUrl(page.url()).slice(0, 2000);
    tell({ type: 'frame', n: lastN, width, height, url, title: title.slice(0, 500) });
    broker.send(jpeg, { binary: true });
  }

  async function begin(labPage: LabPage): Promise<void> {
    try {
      await hideCredentials(labPage.page, source.credentialSelectors());
      const cast = await castPage(labPage.page, (picture) => void show(labPage, picture));
      shown = { labPage, cast, input: createPageInput(labPage.page, cast.session) };
      hasSaidNoPage = false;
    } catch (error) {
      failed = labPage;
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

  function take(message: ScreenControl): void {
    switch (message.type) {
      case 'drawn':
        return shown?.cast.drawn();
      case 'take':
        isTaken = true;
        return;
      case 'give_back':
        isTaken = false;
        void shown?.input.release();
        return;
      case 'pointer':
      case 'wheel':
      case 'key':
      case 'text': {
        const { input } = shown ?? {};
        if (!isTaken || input === undefined || waiting >= inputsMax) return;
        waiting += 1;
        // One after another; a page that is gone takes none.
        inputs = inputs
          .then(() => input.send(message))
          .catch(() => undefined)
          .finally(() => (waiting -= 1));
        return;
      }
      case 'frame':
      case 'no_page':
      case 'fault':
        // Ours to say.
        return;
    }
  }

  broker.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : ScreenControl.safeParse(parseJson(bytesOf(data))).data;
    if (message) take(message);
  });
  broker.resume();
  while (broker.readyState === broker.OPEN) {
    const labPage = source.page();
    if (shown !== null && shown.labPage !== labPage) await leave();
    if (shown === null && labPage !== null && labPage !== failed) await begin(labPage);
    if (shown === null && !hasSaidNoPage) {
      tell({ type: 'no_page' });
      hasSaidNoPage = true;
    }
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
