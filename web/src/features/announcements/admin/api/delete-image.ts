import { z } from 'zod';
import { request } from '../../../../lib/request.ts';

/** Takes an image away that no text shows. */
export function deleteImage(id: string): Promise<unknown> {
  const path = `/api/v1/admin/assets/${encodeURIComponent(id)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
