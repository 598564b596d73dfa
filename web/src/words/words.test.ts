import { plural, t } from '@lingui/core/macro';
import { afterEach, expect, test } from 'vitest';
import { messages } from './catalogues/de.po';
import { i18n } from './i18n.ts';
import { preferredLocale } from './locale.ts';

afterEach(() => i18n.activate('en'));

test('words need no page to be said, in English without a catalogue', () => {
  expect(countCoins(1)).toBe('1 coin');
  expect(countCoins(1200)).toBe('1,200 coins');
});

function countCoins(coins: number): string {
  return t`${plural(coins, { one: '# coin', other: '# coins' })}`;
}

test('German words come from the catalogue', () => {
  i18n.load('de', messages);
  i18n.activate('de');
  expect(t`Language`).toBe('Sprache');
});

test('the browser names the language: the first one that the page speaks', () => {
  expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLocale(['den', 'ja'])).toBe('en');
});
