import { EditTunnelSettingsRequest } from '@coinslot/shared/http/admin-tunnels.ts';
import { z } from 'zod';

const { shape } = EditTunnelSettingsRequest;
/** As it is typed: an empty token means the one that is there already. */
export const TunnelValues = z.object({
  accountId: shape.accountId,
  zoneId: shape.zoneId,
  subdomain: shape.subdomain.unwrap(),
  token: z.union([z.literal(''), shape.token.unwrap()]),
});
export type TunnelValues = z.output<typeof TunnelValues>;
