import { TunnelSettings } from '@coinslot/shared/http/admin-tunnels.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { settingsKey } from './get-settings.ts';

export const tunnelsKey = [...settingsKey, 'tunnels'] as const;

/** The account at Cloudflare below which machines get host names; never its token. */
export function useTunnelSettings() {
  return useQuery({
    queryKey: tunnelsKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/tunnels', answer: TunnelSettings, signal }),
  });
}
