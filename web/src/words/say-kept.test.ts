import { afterEach, expect, test } from 'vitest';
import { messages } from './catalogues/de.po';
import { i18n } from './i18n.ts';
import { sayKeptName } from './say-kept.ts';

afterEach(() => i18n.activate('en'));

test('what the broker named is said in the language of now, what a person named as it is', () => {
  expect(['Deleted member', 'Ada Moreno'].map(sayKeptName)).toEqual(['Deleted member', 'Ada Moreno']);
  i18n.load('de', messages);
  i18n.activate('de');
  expect(['Deleted member', 'Welcome coins', 'Ada Moreno'].map(sayKeptName)).toEqual([
    'Gelöschtes Mitglied',
    'Willkommensmünzen',
    'Ada Moreno',
  ]);
});
