import { expect, test } from 'vitest';
import { createSecretFinder, formsOf } from './secret-finder.ts';
import { plantSecret, spellings } from './testing/spellings.ts';

const planted = Array.from({ length: 500 }, (_, number) => plantSecret(number));
const finder = createSecretFinder(planted.map(formsOf));

/** What is left of a text when its secrets are cut out, without blanks and colours. */
function leftOf(text: string): string {
  const { places } = finder.find(text, true);
  let left = '';
  let from = 0;
  for (const place of places) {
    left += `${text.slice(from, place.from)}\u2026`;
    from = place.to;
  }
  left += text.slice(from);
  return left.replace(/\u001b\[[0-9;]*m|[\s\0]/g, '');
}

// Beside it stay quotes and what base64 mixes with its neighbours: two letters on each side, and what the spelling puts around it.
const mostLeft = 24;

test.each(Object.entries(spellings))('none of 500 secrets is left in: %s', (_, spell) => {
  for (const secret of planted) {
    const left = leftOf(`<${spell(secret)}>`);
    expect(left, `${secret} as ${spell(secret)}`).toContain('\u2026');
    expect(left.length, `${secret} as ${spell(secret)} left ${left}`).toBeLessThanOrEqual(mostLeft);
  }
});

test('a text without a secret has no places, and nothing is kept waiting for the next one at a blank', () => {
  const found = finder.find('$ apt-get install -y build-essential # "quoted" & 100%\r\n', false);
  expect(found.places).toEqual([]);
});

test('secrets that overlap are one place', () => {
  const { find } = createSecretFinder(['hunter22', 'r22-and-more'].map(formsOf));
  expect(find('a hunter22-and-more b', true).places).toEqual([{ from: 2, to: 19 }]);
});

test('letters that stand far apart are no secret, so that nothing waits for ever', () => {
  const { find } = createSecretFinder([formsOf('hunter22')]);
  const far = `hunt${' '.repeat(300)}`;
  expect(find(far, false).openFrom).toBe(far.length);
  expect(find(`${far}er22`, true).places).toEqual([]);
});

test('a megabyte of near misses is searched in well under a second', () => {
  const text = `${planted.map((secret) => secret.slice(0, -1)).join(' ')} %41&#65;\\u0041 `
    .repeat(80)
    .slice(0, 1_048_576);
  // The processor's time, which other programs do not change much.
  const before = process.threadCpuUsage();
  finder.find(text, true);
  expect(process.threadCpuUsage(before).user).toBeLessThan(2_500_000);
});
