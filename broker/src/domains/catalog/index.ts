export { ensurePool } from './pools/ensure-pool.ts';
export { ensureProduct } from './products/ensure-product.ts';
export { releaseStock } from './products/release-stock.ts';
export { registerCatalogRoutes } from './routes.ts';
export { pools, products } from './tables.ts';
