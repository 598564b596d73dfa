import { expect, test } from 'vitest';
import { findFaults } from './find-faults.ts';

const wanted = { a: { message: 'Stop {name}' } };

function kept(translation: string) {
  return { a: { message: 'Stop {name}', translation } };
}

test('a whole catalogue has no fault, in whatever order its placeholders stand', () => {
  expect(findFaults(wanted, kept('{name} beenden'))).toEqual([]);
  expect(
    findFaults(
      { a: { message: '<0>{name}</0> has {count, plural, one {# coin} other {# coins}}' } },
      { a: { translation: '{count, plural, one {Eine Münze} other {# Münzen}} hat <0>{name}</0>' } },
    ),
  ).toEqual([]);
});

test('what is missing, left over or not translated is told', () => {
  expect(findFaults(wanted, {})).toEqual(['not in it: Stop {name}']);
  expect(findFaults({}, kept('{name} beenden'))).toEqual(['no longer said: Stop {name}']);
  expect(findFaults(wanted, kept(''))).toEqual(['not translated: Stop {name}']);
});

test('a sentence of the contracts is its own message', () => {
  const sentence = 'The lab could not be reached.';
  expect(findFaults({ [sentence]: {} }, {})).toEqual([`not in it: ${sentence}`]);
});

test.each([
  ['Beenden', 'placeholders {name} became none: Stop {name}'],
  ['{nmae} beenden', 'placeholders {name} became {nmae}: Stop {name}'],
  ['<0>{name}</0> beenden', 'placeholders {name} became </0> <0> {name}: Stop {name}'],
])('%s has other placeholders', (translation, fault) => {
  expect(findFaults(wanted, kept(translation))).toEqual([fault]);
});

test('a translation that cannot be read is told', () => {
  expect(findFaults(wanted, kept('{name beenden'))[0]).toMatch(/^not to be read/);
});
