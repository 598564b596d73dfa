import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import type { CloudflareContext } from '../api/ask-cloudflare.ts';

export type TunnelContext = CloudflareContext & Pick<BrokerContext, 'brokerId' | 'bus' | 'secrets'>;

/** A tunnel that somebody works on. Its names and account are those it was intended with, whatever the settings say now. */
export const TunnelRow = z.object({
  id: z.uuid(),
  machineId: z.uuid(),
  epoch: z.int(),
  tag: z.string(),
  hostname: z.string(),
  accountId: z.string(),
  zoneId: z.string(),
  state: z.enum(['intended', 'open', 'removing']),
  createSentAt: PgTimestamp.nullable(),
  tunnelId: z.uuid().nullable(),
  dnsSentAt: PgTimestamp.nullable(),
  dnsRecordId: z.string().nullable(),
  failures: z.int(),
});
export type TunnelRow = z.infer<typeof TunnelRow>;

export const tunnelColumns: SQL = sql`
  t.id, t.machine_id as "machineId", t.epoch, t.tag, t.hostname, t.account_id as "accountId", t.zone_id as "zoneId", t.state,
  t.create_sent_at as "createSentAt", t.tunnel_id as "tunnelId", t.dns_sent_at as "dnsSentAt",
  t.dns_record_id as "dnsRecordId", t.failures`;

/** Names of ours at Cloudflare begin so: with them we find again what a killed broker left there. */
export function tagPrefixOf(brokerId: string): string {
  return `coinslot-${brokerId.replaceAll('-', '').slice(0, 12)}-`;
}

/** Where a tunnel's token is valid: the same text at another machine does not open. */
export function tunnelSecretContext(machineId: string): string {
  return `tunnel:${machineId}`;
}
