export { claimStock, releaseStock } from './claim-stock.ts';
export { ensurePool } from './pools/ensure-pool.ts';
export { ensureProduct } from './ensure-product.ts';
export { readProduct } from './read-product.ts';
export { registerCatalogRoutes } from './routes.ts';
export { pools, products } from './tables.ts';
