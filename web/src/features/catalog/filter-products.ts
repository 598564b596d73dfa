import type { Product, ProductAttributes } from '@coinslot/shared/http/products.ts';
import { sizeNames } from './describe-product.ts';

export type ProductSize = NonNullable<ProductAttributes['size']>;
/** `size` null means every size. */
export type ProductFilter = { size: ProductSize | null; gpuOnly: boolean };

export const everyProduct = { size: null, gpuOnly: false } as const satisfies ProductFilter;

const worthFiltering = 5;

/** What a filter could tell apart here; null when there are too few products to need one. */
export function findFilterChoices(
  products: readonly Product[],
): { sizes: ProductSize[]; withGpu: boolean } | null {
  if (products.length <= worthFiltering) return null;
  const found = new Set(products.map(({ attributes }) => attributes.size));
  const sizes = Object.keys(sizeNames).filter((size): size is ProductSize => found.has(size as ProductSize));
  const withGpu = products.some(({ attributes }) => attributes.gpu !== null);
  return { sizes: sizes.length > 1 ? sizes : [], withGpu };
}

export function filterProducts(products: readonly Product[], { size, gpuOnly }: ProductFilter): Product[] {
  return products.filter(
    ({ attributes }) => (size === null || attributes.size === size) && (!gpuOnly || attributes.gpu !== null),
  );
}
