import { type EditTunnelSettingsRequest, TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Saves the account; Cloudflare is asked at once whether the token may do what it must. */
export function saveTunnels(body: EditTunnelSettingsRequest): Promise<TunnelSettings> {
  return request({ method: 'PUT', path: '/api/v1/admin/tunnels', body, answer: TunnelSettings });
}

/** Forgets the account; refused while a lab uses it. */
export function removeTunnels(): Promise<unknown> {
  return request({ method: 'DELETE', path: '/api/v1/admin/tunnels', answer: z.unknown() });
}
