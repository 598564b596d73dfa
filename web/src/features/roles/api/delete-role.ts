import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Deletes a role that nobody has. */
export function deleteRole(name: string): Promise<unknown> {
  const path = `/api/v1/admin/roles/${encodeURIComponent(name)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
