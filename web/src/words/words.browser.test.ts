import { expect, test } from 'vitest';
import { openBrowserFixture } from '../testing/browser-fixture.ts';
import { openTour } from '../testing/open-tour.ts';
import { seeText } from '../testing/page-acts.ts';
import { tours } from '../testing/tours.ts';

const fixture = openBrowserFixture();

test('the browser says which language is wanted, until the reader chooses another one, which is kept', async () => {
  const { page, broker } = fixture;
  await page.evaluateOnNewDocument(() => {
    Object.defineProperty(navigator, 'languages', { value: ['de-AT', 'en'] });
  });
  await page.goto(broker.url, { waitUntil: 'load' });
  await seeText(page, 'Maschine raus.');
  await expect.poll(language).toBe('de');

  await page.select('footer select', 'en');
  await seeText(page, 'get a machine.');
  await expect.poll(language).toBe('en');
  await page.waitForSelector('footer select:focus');

  await page.reload({ waitUntil: 'load' });
  await seeText(page, 'get a machine.');
});

const wideInGerman = [
  'landing',
  'shop',
  'machine-ready',
  'wallet',
  'account-security',
  'admin-fleet',
  'admin-lab',
  'admin-users',
];

test('German, which is longer, fits a phone too', async () => {
  const { page, broker } = fixture;
  await page.setViewport({ width: 390, height: 844 });
  const wide: string[] = [];
  // Each page is opened in English and then told otherwise: the tours know its English words.
  await page.evaluateOnNewDocument(() => localStorage.removeItem('coinslot.locale'));
  for (const tour of tours.filter(({ name }) => wideInGerman.includes(name))) {
    await openTour(page, broker, tour);
    await page.select('footer select', 'de');
    await page.waitForFunction(() => document.documentElement.lang === 'de');
    await seeText(page, 'Sprache');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) wide.push(`${tour.name}: ${overflow} px`);
  }
  expect(wide).toEqual([]);
});

function language(): Promise<string> {
  return fixture.page.evaluate(() => document.documentElement.lang);
}
