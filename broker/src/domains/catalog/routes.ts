import { ProductList } from '@coinslot/shared/http/products.ts';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { registerPoolRoutes } from './pools/pool-routes.ts';
import { listProducts } from './products/list-products.ts';
import { registerAdminProductRoutes } from './products/product-routes.ts';

export function registerCatalogRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/products',
    { config: { access: 'public', scope: 'products.read' }, schema: { response: { 200: ProductList } } },
    async (request) => ({ items: await listProducts(ctx, request.member?.id ?? null) }),
  );
  registerAdminProductRoutes(app, ctx);
  registerPoolRoutes(app, ctx);
}
