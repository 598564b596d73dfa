import { randomBytes, randomUUID } from 'node:crypto';
import { fail } from '../../../http/errors.ts';
import { type CloudflareContext, explainAnswer } from '../api/ask-cloudflare.ts';
import {
  type CloudflareAccount,
  deleteRecord,
  deleteTunnel,
  readZone,
  type Refusal,
} from '../api/cloudflare.ts';

/**
 * Asks Cloudflare whether the token may do everything that tunnels need, without changing anything there: a right to edit shows itself in
 * being told that what does not exist does not exist. Answers the zone's name.
 *
 * @throws invalid_request with the field that is wrong; provider_unavailable
 */
export async function checkAccount(
  ctx: CloudflareContext,
  account: CloudflareAccount,
): Promise<{ zoneName: string }> {
  const zone = await readZone(ctx, account);
  if (!zone.ok) throw refusal(zone.refusal, '/zoneId', 'The token cannot read this zone.');
  if (zone.value.account.id !== account.accountId) {
    throw fail('invalid_request', {
      detail: 'The zone belongs to another account: names of its own account only lead into a tunnel.',
      fields: { '/accountId': 'is not the account of the zone' },
    });
  }
  const tunnels = await deleteTunnel(ctx, account, randomUUID());
  if (!tunnels.ok && !isAllowed(tunnels.refusal)) {
    throw refusal(
      tunnels.refusal,
      '/token',
      'The token lacks the permission “Account, Cloudflare Tunnel, Edit”.',
    );
  }
  const records = await deleteRecord(ctx, account, randomBytes(16).toString('hex'));
  if (!records.ok && !isAllowed(records.refusal)) {
    throw refusal(
      records.refusal,
      '/token',
      'The token lacks the permission “Zone, DNS, Edit” for this zone.',
    );
  }
  return { zoneName: zone.value.name };
}

/** Refused for another reason than the token's rights. */
function isAllowed(answer: Refusal): boolean {
  return answer.outcome === 'rejected' && ![401, 403, 429].includes(answer.status);
}

function refusal(answer: Refusal, field: `/${string}`, sentence: string) {
  if (answer.outcome === 'rejected') {
    return fail('invalid_request', {
      detail: `${sentence} ${explainAnswer(answer)}`,
      fields: { [field]: 'was refused by Cloudflare' },
    });
  }
  return fail('provider_unavailable', { detail: explainAnswer(answer) });
}
