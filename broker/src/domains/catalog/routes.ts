import { PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { ProductList } from '@coinslot/shared/http/products.ts';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { listProducts } from './list-products.ts';
import { listPools } from './pools/list-pools.ts';

export function registerCatalogRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/products',
    { config: { access: 'public' }, schema: { response: { 200: ProductList } } },
    async () => ({ items: await listProducts(ctx.db) }),
  );

  app.get(
    '/api/v1/admin/pools',
    { config: { access: 'admin.workers.read' }, schema: { response: { 200: PoolList } } },
    async () => ({ items: await listPools(ctx) }),
  );
}
