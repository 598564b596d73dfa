import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OwnPath } from './sign-in.ts';

const origin = 'https://shop.example';

test('whatever is taken for a path of ours leads to one of our pages in every browser', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%5c',
    '%2f',
    '\t',
    '\n',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    'api',
    'https:',
  );
  const paths = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        paths,
        paths.map((path) => `/${path}`),
      ),
      (path) => {
        if (!OwnPath.safeParse(path).success) return;
        const url = new URL(path, origin);
        expect(url.origin).toBe(origin);
        expect(url.pathname).not.toMatch(/^\/(\/|\\|api(\/|$))/i);
        // The browser may be told what the parser made of it, too.
        expect(new URL(`${url.pathname}${url.search}${url.hash}`, origin).origin).toBe(origin);
      },
    ),
    { numRuns: 5000 },
  );
});

test.each(['/', '/machines', '/shop?size=m#top', '/a/b%20c', '/apiary'])('%s is one', (path) => {
  expect(OwnPath.parse(path)).toBe(path);
});
