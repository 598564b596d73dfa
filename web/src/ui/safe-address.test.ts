import { expect, test } from 'vitest';
import { isOwnPicture, readSafeLink } from './safe-address.ts';

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>',
  'vbscript:x',
  '//evil.example',
  '/\\evil.example',
  '',
])('a link to %j leads nowhere', (href) => {
  expect(readSafeLink(href)).toBeNull();
});

test('links lead to our own pages, to the web and to mail', () => {
  expect(readSafeLink('/shop')).toEqual({ href: '/shop', within: true });
  expect(readSafeLink('https://example.org')).toEqual({ href: 'https://example.org', within: false });
  expect(readSafeLink('mailto:help@example.org')?.within).toBe(false);
});

test.each([
  'https://tracker.example/x.png',
  '//tracker.example/x.png',
  '/api/v1/assets/../me',
  'data:image/png;base64,x',
])('a picture from %j is not shown', (source) => {
  expect(isOwnPicture(source)).toBe(false);
});

test('a picture that was uploaded here is shown', () => {
  expect(isOwnPicture('/api/v1/assets/00000000-0000-4000-8000-000000000001')).toBe(true);
});
