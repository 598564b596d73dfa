import { errorCatalogue } from '@coinslot/shared/error-codes.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import { plural, t } from '@lingui/core/macro';
import { afterEach, expect, test } from 'vitest';
import { formatAgo, formatCoins, formatMegabytes } from '../lib/format.ts';
import { messages } from './catalogues/de.po';
import { i18n } from './i18n.ts';
import { preferredLocale } from './locale.ts';
import { sayContract } from './say.ts';

afterEach(() => i18n.activate('en'));

test('words need no page to be said, in English without a catalogue', () => {
  expect(countCoins(1)).toBe('1 coin');
  expect(countCoins(1200)).toBe('1,200 coins');
});

function countCoins(coins: number): string {
  return t`${plural(coins, { one: '# coin', other: '# coins' })}`;
}

test('words, numbers and plurals follow the language', () => {
  speakGerman();
  expect(t`Language`).toBe('Sprache');
  expect([1, 1200].map(formatCoins)).toEqual(['1 Münze', '1.200 Münzen']);
  expect(formatMegabytes(1536)).toBe('1,5 GB');
  expect(formatAgo(0, 3 * 86_400_000)).toBe('vor 3 Tagen');
});

test('a sentence of the contracts is translated; one that the broker made up stays as it came', () => {
  expect(sayContract(endReasons.expired.text)).toBe(endReasons.expired.text);
  speakGerman();
  expect(sayContract(endReasons.expired.text)).toBe('Die gekaufte Zeit ist vorbei.');
  expect(sayContract(errorCatalogue.out_of_stock.text)).toMatch(/^Alle Plätze/);
  expect(sayContract('Seat 4 is at rest.')).toBe('Seat 4 is at rest.');
});

function speakGerman(): void {
  i18n.load('de', messages);
  i18n.activate('de');
}

test('the browser names the language: the first one that the page speaks', () => {
  expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLocale(['den', 'ja'])).toBe('en');
});
