import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './launch-chromium.ts';
import { unpackChromium } from './unpack-chromium.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coinslot-npm-chromium-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// The only browser on a machine without a system one. It once launched well and dropped all but the last typed character.
test('the Chromium from npm is unpacked, shows text and keeps what is typed', async (context) => {
  const unpacked = await unpackChromium([join(folder, 'cache')]);
  if (unpacked === null) return context.skip('@sparticuz/chromium (Linux x64 only)');
  const { browser } = await launchChromium({
    chromium: { ...unpacked, isHeadlessShell: true, source: 'npm' },
    profilesDir: join(folder, 'profiles'),
    timeoutMs: 30_000,
  });
  try {
    const page = await browser.newPage();
    await page.setContent('<p><span id="word">wide</span></p><input id="name">');
    await page.type('#name', 'nobody at all');
    expect(await page.$eval('#name', (input) => (input as unknown as { value: string }).value)).toBe(
      'nobody at all',
    );
    const box = await (await page.$('#word'))?.boundingBox();
    expect(box?.width).toBeGreaterThan(10);
  } finally {
    await browser.close();
  }
});
