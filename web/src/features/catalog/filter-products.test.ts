import { expect, test } from 'vitest';
import { aProduct, manyProducts } from '../../testing/data-catalog.ts';
import { everyProduct, filterProducts, findFilterChoices } from './filter-products.ts';

test('a handful of products needs no filter', () => {
  expect(findFilterChoices([aProduct(), aProduct()])).toBeNull();
});

test('the choices are the sizes there are, smallest first', () => {
  expect(findFilterChoices(manyProducts())).toEqual({ sizes: ['xs', 's', 'm', 'l', 'xl'], withGpu: true });
});

test('size and graphics card narrow together', () => {
  const all = manyProducts();
  expect(filterProducts(all, everyProduct)).toHaveLength(all.length);
  const found = filterProducts(all, { size: 'xl', gpuOnly: true });
  expect(found.map(({ name }) => name)).toEqual(['GPU large']);
});
