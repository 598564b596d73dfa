import {
  AdminProduct,
  AdminProductList,
  EditProductRequest,
  ProductDraft,
  RevisionRequest,
} from '@coinslot/shared/http/admin-products.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { withIdempotency } from '../../../http/idempotency.ts';
import { adminActOf } from '../../audit/index.ts';
import { archiveProduct, restoreProduct } from './archive-product.ts';
import { deleteProduct } from './delete-product.ts';
import { listAdminProducts } from './list-admin-products.ts';
import { createProduct, editProduct } from './write-product.ts';

const ProductParams = z.object({ id: z.uuid() });
const ProductQuery = z.object({ archived: z.stringbool().default(false) });

export function registerAdminProductRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/products',
    {
      config: { access: 'admin.products.read' },
      schema: { querystring: ProductQuery, response: { 200: AdminProductList } },
    },
    async (request) => ({ items: await listAdminProducts(ctx.db, request.query) }),
  );
  app.post(
    '/api/v1/admin/products',
    {
      config: { access: 'admin.products.write', idempotent: true },
      schema: { body: ProductDraft, response: { 201: AdminProduct } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createProduct(tx, adminActOf(request), request.body),
      })),
  );
  registerActsOnOne(app, ctx);
}

function registerActsOnOne(app: BrokerApp, ctx: BrokerContext): void {
  app.put(
    '/api/v1/admin/products/:id',
    {
      config: { access: 'admin.products.write', idempotent: false },
      schema: { params: ProductParams, body: EditProductRequest, response: { 200: AdminProduct } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        editProduct(tx, ctx, adminActOf(request), request.params.id, request.body),
      ),
  );
  for (const [verb, act] of [
    ['archive', archiveProduct],
    ['restore', restoreProduct],
  ] as const) {
    app.post(
      `/api/v1/admin/products/:id/${verb}`,
      {
        config: { access: 'admin.products.write', idempotent: true },
        schema: { params: ProductParams, body: RevisionRequest, response: { 200: AdminProduct } },
      },
      async (request, reply) =>
        await withIdempotency(ctx, request, reply, async (tx) => ({
          status: 200,
          body: await act(tx, adminActOf(request), request.params.id, request.body),
        })),
    );
  }
  app.delete(
    '/api/v1/admin/products/:id',
    {
      config: { access: 'admin.products.write', idempotent: false },
      schema: { params: ProductParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deleteProduct(tx, adminActOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
}
