import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { Page } from 'puppeteer';
import type { WebSocket } from 'ws';
import { redactUrl } from '../../browser/page/redact-url.ts';
import type { Picture } from './cast-page.ts';

/** A reader who says that pictures were drawn and does not take them costs no more than this. */
const waitingBytesMax = 1024 * 1024;

/** What an admin's look is told: that there is no page, or pictures of it, numbered; and whether the recipe stands still. */
export type PictureSender = {
  still: (isStill: boolean) => void;
  noPage: () => void;
  show: (page: Page, picture: Picture) => Promise<void>;
};

export function createPictureSender(broker: WebSocket): PictureSender {
  let lastN = 0;
  let hasSaidNoPage = false;
  let saidStill: boolean | null = null;

  function tell(message: ScreenControl): void {
    if (broker.readyState === broker.OPEN) broker.send(JSON.stringify(message));
  }

  return {
    still(isStill) {
      if (isStill !== saidStill) tell({ type: 'still', isStill });
      saidStill = isStill;
    },
    noPage() {
      if (!hasSaidNoPage) tell({ type: 'no_page' });
      hasSaidNoPage = true;
    },
    async show(page, { jpeg, width, height }) {
      const title = await page.title().catch(() => '');
      if (broker.readyState !== broker.OPEN || broker.bufferedAmount > waitingBytesMax) return;
      hasSaidNoPage = false;
      lastN += 1;
      const url = redactUrl(page.url()).slice(0, 2000);
      tell({ type: 'frame', n: lastN, width, height, url, title: title.slice(0, 500) });
      broker.send(jpeg, { binary: true });
    },
  };
}
