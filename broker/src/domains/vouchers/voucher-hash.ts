import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { normalizeCode } from './voucher-code.ts';

const Row = z.object({ secret: z.string() });
const keyPlace = 'voucher_hash_key';

/**
 * How codes are looked up: a hash under a key of this installation, made on first use and kept encrypted. It stays the same when
 * the configured secret key is replaced, so that codes that were printed stay good.
 */
export async function openVoucherHash(
  ctx: Pick<BrokerContext, 'secrets'>,
  db: Db | Tx,
): Promise<(typed: string) => string> {
  const key = Buffer.from(ctx.secrets.decryptSecret(await readOrMake(ctx, db), keyPlace), 'base64');
  return (typed) => createHmac('sha256', key).update(normalizeCode(typed)).digest('hex');
}

async function readOrMake(ctx: Pick<BrokerContext, 'secrets'>, db: Db | Tx): Promise<string> {
  const read = async () => (await readRows(db, Row, sql`select secret from voucher_hash_key`))[0]?.secret;
  const known = await read();
  if (known !== undefined) return known;
  const made = ctx.secrets.encryptSecret(randomBytes(32).toString('base64'), keyPlace);
  // Two first uses at once: the one that inserts decides, the other reads it.
  await db.execute(sql`insert into voucher_hash_key (secret) values (${made}) on conflict do nothing`);
  return (await read()) ?? made;
}

/** The place of a stored code: encrypted for one voucher, it opens in no other. */
export function codePlace(voucherId: string): string {
  return `voucher_code:${voucherId}`;
}
