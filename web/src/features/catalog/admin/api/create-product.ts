import { AdminProduct, type ProductDraft } from '@coinslot/shared/http/admin-products.ts';
import { request } from '../../../../lib/request.ts';

export function createProduct(body: ProductDraft, idempotencyKey: string): Promise<AdminProduct> {
  const path = '/api/v1/admin/products';
  return request({ method: 'POST', path, body, idempotencyKey, answer: AdminProduct });
}
