import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { Page } from 'puppeteer';
import type { WebSocket } from 'ws';
import { redactUrl } from '../../browser/page/redact-url.ts';
import type { Picture } from './cast-page.ts';

/** What an admin's look is told: that there is no page, or pictures of it, numbered. */
export type PictureSender = {
  noPage: () => void;
  show: (page: Page, picture: Picture) => Promise<void>;
};

export function createPictureSender(broker: WebSocket): PictureSender {
  let lastN = 0;
  let hasSaidNoPage = false;

  function tell(message: ScreenControl): void {
    if (broker.readyState === broker.OPEN) broker.send(JSON.stringify(message));
  }

  return {
    noPage() {
      if (!hasSaidNoPage) tell({ type: 'no_page' });
      hasSaidNoPage = true;
    },
    async show(page, { jpeg, width, height }) {
      const title = await page.title().catch(() => '');
      if (broker.readyState !== broker.OPEN) return;
      hasSaidNoPage = false;
      lastN += 1;
      const url = redactUrl(page.url()).slice(0, 2000);
      tell({ type: 'frame', n: lastN, width, height, url, title: title.slice(0, 500) });
      broker.send(jpeg, { binary: true });
    },
  };
}
