import { Asset, assetLimits, AssetList, AssetType } from '@coinslot/shared/http/assets.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { fail } from '../../../http/errors.ts';
import { adminActOf } from '../../audit/index.ts';
import { deleteAsset } from './delete-asset.ts';
import { listAssets } from './list-assets.ts';
import { readAssetBytes, requireAsset } from './read-asset-bytes.ts';
import { readImage } from './read-image.ts';
import { storeAsset } from './store-asset.ts';

const AssetParams = z.object({ id: z.uuid() });

export function registerAssetRoutes(app: BrokerApp, ctx: BrokerContext): void {
  // On any other route an image is refused by its schema, and may be no larger than every body.
  for (const type of AssetType.options) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes));
  }
  app.get(
    '/api/v1/admin/assets',
    { config: { access: 'admin.announcements.read' }, schema: { response: { 200: AssetList } } },
    async () => ({ items: await listAssets(ctx.db) }),
  );
  app.post(
    '/api/v1/admin/assets',
    {
      // A repeat makes a second image that nobody uses: it may be deleted.
      config: { access: 'admin.announcements.write', idempotent: false },
      bodyLimit: assetLimits.bytesMax,
      schema: { response: { 201: Asset } },
    },
    async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) throw fail('invalid_request', { detail: 'Send the image itself.' });
      const image = readImage(request.body);
      const asset = await inTransaction(ctx.db, (tx) => storeAsset(tx, adminActOf(request), image));
      return reply.status(201).send(asset);
    },
  );
  app.delete(
    '/api/v1/admin/assets/:id',
    {
      config: { access: 'admin.announcements.write', idempotent: false },
      schema: { params: AssetParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deleteAsset(tx, adminActOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
  registerImage(app, ctx);
}

function registerImage(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/assets/:id',
    {
      config: { access: 'public', readsSession: false, sends: { 'image/*': z.string() } },
      schema: { params: AssetParams },
    },
    async (request, reply) => {
      const etag = `"${request.params.id}"`;
      if (request.headers['if-none-match'] === etag) {
        await requireAsset(ctx.db, request.params.id);
        return reply.headers(headersOf(etag)).status(304).send();
      }
      const { type, bytes } = await readAssetBytes(ctx.db, request.params.id);
      return reply.headers(headersOf(etag)).type(type).send(bytes);
    },
  );
}

function headersOf(etag: string) {
  return {
    etag,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  };
}
