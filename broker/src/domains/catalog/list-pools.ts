import { asc } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';
import { pools } from './tables.ts';

/** Every pool by name. */
export async function listPools(db: Db): Promise<{ id: string; name: string }[]> {
  return db.select({ id: pools.id, name: pools.name }).from(pools).orderBy(asc(pools.name));
}
