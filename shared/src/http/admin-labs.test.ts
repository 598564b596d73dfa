import { expect, test } from 'vitest';
import { z } from 'zod';
import { LabDraft } from './admin-labs.ts';

const address = (baseUrl: string) => LabDraft.safeParse({ name: 'A lab', recipe: 'bundled', baseUrl });

test.each([
  ['http://:pw123456@lab.localhost:9', 'a password alone'],
  ['http://admin@lab.localhost:9', 'a user name alone'],
  ['http://\u202Eevil.test', 'a name that browsers do not know'],
  ['http://%00.test', 'a character no name may have'],
  ['ftp://lab.localhost', 'another protocol'],
  ['lab.localhost', 'no protocol'],
  ['', 'nothing'],
])('%j is refused: %s', (text) => {
  const { success, error } = address(text);
  expect(success).toBe(false);
  expect(error?.issues.map(({ path }) => path)).toEqual([['baseUrl']]);
});

test.each([
  ['http://lab.localhost:9', 'http://lab.localhost:9'],
  ['HTTP://A.TEST/', 'http://a.test'],
  ['http:///x', 'http://x'],
  [' https://a.test:443/console/ ', 'https://a.test/console/'],
])('%j is kept as %s', (text, kept) => {
  expect(address(text).data?.baseUrl).toBe(kept);
});

test('the description of the interface can be written of it', () => {
  const { properties } = z.toJSONSchema(LabDraft, { io: 'input' });
  expect(properties?.['baseUrl']).toMatchObject({ type: 'string', maxLength: 500 });
});
