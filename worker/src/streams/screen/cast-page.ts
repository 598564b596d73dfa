import type { CDPSession, Page } from 'puppeteer';
import { raceSignal } from '../../browser/page/race-signal.ts';

export type Picture = { jpeg: Buffer; width: number; height: number };

export type PageCast = {
  /** One more picture may come. */
  drawn: () => void;
  session: CDPSession;
  stop: () => Promise<void>;
};

const pictureBytesMax = 150_000;
const betweenPicturesMs = 200;
const onTheirWayMax = 2;
const startTimeoutMs = 5_000;
/** Tried in turn when a picture is too large. */
const sharpness = [
  { quality: 60, maxWidth: 1280, maxHeight: 1024 },
  { quality: 35, maxWidth: 1280, maxHeight: 1024 },
  { quality: 25, maxWidth: 800, maxHeight: 640 },
  { quality: 10, maxWidth: 640, maxHeight: 512 },
  { quality: 5, maxWidth: 400, maxHeight: 320 },
];

/**
 * Pictures of a page whenever it changes: at most five a second, 150 kB each, two on their way. What changes faster is left out, but never
 * the newest: the browser would not send that again, so each of its pictures is taken from it at once.
 */
export async function castPage(page: Page, show: (picture: Picture) => void): Promise<PageCast> {
  const late = AbortSignal.timeout(startTimeoutMs);
  const session = await raceSignal(page.createCDPSession(), late);
  let level = 0;
  let onTheirWay = 0;
  let nextAt = 0;
  let newest: Picture | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const start = (): Promise<void> =>
    session.send('Page.startScreencast', { format: 'jpeg', everyNthFrame: 1, ...sharpness[level] });

  function goOn(): void {
    clearTimeout(timer);
    if (newest === null || isStopped || onTheirWay >= onTheirWayMax) return;
    const waitMs = nextAt - performance.now();
    if (waitMs > 0) {
      timer = setTimeout(goOn, waitMs);
      return;
    }
    const picture = newest;
    newest = null;
    onTheirWay += 1;
    nextAt = performance.now() + betweenPicturesMs;
    show(picture);
  }

  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    if (isStopped) return;
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    const { deviceWidth, deviceHeight } = metadata;
    const jpeg = Buffer.from(data, 'base64');
    if (jpeg.length <= pictureBytesMax)
      newest = { jpeg, width: Math.round(deviceWidth), height: Math.round(deviceHeight) };
    else if (level < sharpness.length - 1) {
      level += 1;
      // One that runs takes no other settings.
      session
        .send('Page.stopScreencast')
        .then(start)
        .catch(() => undefined);
    }
    goOn();
  });
  await raceSignal(start(), late);

  return {
    session,
    drawn() {
      onTheirWay = Math.max(0, onTheirWay - 1);
      goOn();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await raceSignal(session.detach(), AbortSignal.timeout(startTimeoutMs)).catch(() => undefined);
    },
  };
}
