import { afterEach, expect, test } from 'vitest';
import { messages } from '../words/catalogues/de.po';
import { i18n } from '../words/i18n.ts';
import { sayDevice } from './say-device.ts';

afterEach(() => i18n.activate('en'));

test('a device is said in the language of now, with the proper names that it has', () => {
  const devices = ['Chrome on Linux', 'A program on Windows', 'An unknown device', 'iPhone'];
  expect(devices.map(sayDevice)).toEqual(devices);
  i18n.load('de', messages);
  i18n.activate('de');
  expect(devices.map(sayDevice)).toEqual([
    'Chrome auf Linux',
    'Ein Programm auf Windows',
    'Ein unbekanntes Gerät',
    'iPhone',
  ]);
});
