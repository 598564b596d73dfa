import { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { WebSocket } from 'ws';
import type { LabPage } from '../../browser/page/lab-page.ts';
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

type Shown = { labPage: LabPage; cast: PageCast; input: PageInput };

/** Shows the machine's newest page until the socket closes, and passes an admin's hand on while it has the page. */
export async function carryScreen(broker: WebSocket, source: StreamSource, log: Logger): Promise<void> {
  const sender = createPictureSender(broker);
  const queueInput = createInputQueue();
  let shown = null as Shown | null;
  let failed = null as LabPage | null;
  let isTaken = false;

  async function begin(labPage: LabPage): Promise<void> {
    try {
      const { page } = labPage;
      await hideCredentials(page, source.credentialSelectors());
      const cast = await castPage(page, (picture) => void sender.show(page, picture));
      shown = { labPage, cast, input: createPageInput(page, cast.session) };
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
    if (isInput(message)) {
      if (isTaken && shown !== null) queueInput(shown.input, message);
    } else if (message.type === 'drawn') shown?.cast.drawn();
    else if (message.type === 'take') isTaken = true;
    else if (message.type === 'give_back') {
      isTaken = false;
      void shown?.input.release();
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
