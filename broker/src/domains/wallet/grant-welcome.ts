import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { recordTransfers } from './record-transfers.ts';

const Granted = z.object({ id: z.uuid(), coins: z.int() });

/**
 * Gives the coins of every running welcome campaign that this member has not had. The campaign's cap is a counter changed only
 * while it is below the cap, so the last grant is given once. Needs the member's wallet.
 */
export async function grantWelcome(tx: Tx, userId: string): Promise<void> {
  const granted = await readRows(
    tx,
    Granted,
    sql`
      with given as (
        insert into campaign_grants (campaign_id, user_id)
        select id, ${userId}::uuid from campaigns
        where trigger = 'welcome' and granted < max_grants and starts_at <= now() and (ends_at is null or ends_at > now())
        on conflict do nothing
        returning campaign_id
      )
      update campaigns set granted = granted + 1
      from given where id = given.campaign_id and granted < max_grants
      returning id, coins`,
  );
  for (const campaign of granted) {
    await recordTransfers(tx, {
      userId,
      from: 'promo',
      to: 'available',
      kind: 'campaign_grant',
      reference: `${campaign.id}:${userId}`,
      actor: 'campaign',
      coins: { earned: campaign.coins, bought: 0 },
    });
  }
}
