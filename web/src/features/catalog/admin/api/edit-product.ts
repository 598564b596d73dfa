import { AdminProduct, type EditProductRequest } from '@coinslot/shared/http/admin-products.ts';
import { request } from '../../../../lib/request.ts';

/** Changes a product; refused when somebody else changed it since `revision`. */
export function editProduct(id: string, body: EditProductRequest): Promise<AdminProduct> {
  const path = `/api/v1/admin/products/${encodeURIComponent(id)}`;
  return request({ method: 'PUT', path, body, answer: AdminProduct });
}
