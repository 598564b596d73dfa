import type { Page } from 'puppeteer';
import { blackOut } from '../page/in-page.ts';

const maxBytes = 400_000;
const qualities = [70, 40, 15];
const alwaysHidden = ['input', 'textarea', 'select', '[type="password"]', '[data-secret]'];

/**
 * A JPEG of what the page shows, base64, with fields and credentials painted black; null when none fits `maxBytes`.
 * Without a successful black-out there is no picture.
 */
export async function takeScreenshot(
  page: Page,
  credentialSelectors: readonly string[],
  plainSecrets: string[],
): Promise<string | null> {
  await page.evaluate(blackOut, [...alwaysHidden, ...credentialSelectors], plainSecrets);
  for (const quality of qualities) {
    const picture = await page.screenshot({ type: 'jpeg', quality, captureBeyondViewport: false });
    if (picture.length <= maxBytes) return Buffer.from(picture).toString('base64');
  }
  return null;
}
