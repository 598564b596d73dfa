import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskChunks } from './mask-chunks.ts';

const chunk = (seq: number, text: string, source = 'machine') => ({ seq, source, text });
const texts = (chunks: { text: string }[]) => chunks.map(({ text }) => text);

test('a secret that is torn over chunks of a batch is hidden, whatever another source prints between', () => {
  const masked = maskChunks(
    [
      chunk(1, 'the key is hun'),
      chunk(2, 'still here\n', 'worker'),
      chunk(3, 'ter2'),
      chunk(4, 'hunter2 done'),
    ],
    ['hunter2hunter2'],
  );
  expect(texts(masked)).toEqual(['the key is [masked]', 'still here\n', '', ' done']);
});

test('what is not a secret stays as it is, and chunks keep their numbers', () => {
  const chunks = [chunk(2, 'b'), chunk(1, 'a')];
  expect(maskChunks(chunks, ['hunter2'])).toEqual([chunk(1, 'a'), chunk(2, 'b')]);
});

test('however a text with secrets is cut into chunks, none of them can be read in the whole', () => {
  const secrets = ['s3cret-one', 'another-s3cret', 'aaaaaaa'];
  const piece = fc.oneof(
    fc.constantFrom(...secrets),
    fc.string({ maxLength: 5 }),
    fc.constantFrom('a', 's3cret', '-'),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.nat({ max: 9 }), { maxLength: 30 }),
      (pieces, cuts) => {
        let rest = pieces.join('');
        const chunks = cuts.map((length, at) => {
          const text = rest.slice(0, length);
          rest = rest.slice(length);
          return chunk(at + 1, text);
        });
        chunks.push(chunk(cuts.length + 1, rest));
        const whole = texts(maskChunks(chunks, secrets)).join('');
        for (const secret of secrets) expect(whole).not.toContain(secret);
      },
    ),
    { numRuns: 500 },
  );
});
