import { expect, test } from 'vitest';
import { pickByNameOrId } from './pick-one.ts';

const products = [
  { id: '0198aa', name: 'Linux small' },
  { id: '0198bb', name: 'Linux medium' },
];
const pick = (text: string) =>
  pickByNameOrId(products, text, { kind: 'product', listedBy: 'coinslot products' });

test('takes a name, whatever its case, or the beginning of an id', () => {
  expect(pick('linux SMALL').id).toBe('0198aa');
  expect(pick('0198b').name).toBe('Linux medium');
  expect(() => pick('0198')).toThrow(/more than one product/);
});

test('names what was probably meant, and where all of them are listed', () => {
  expect(() => pick('Linux smal')).toThrow(
    'There is no product Linux smal. Did you mean Linux small? All there are: coinslot products',
  );
  expect(() => pick('Windows')).toThrow('There is no product Windows. All there are: coinslot products');
});
