import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';

/** `challengedAt`: performance.now() of this process. The others: of the newest hello of the worker that counted. */
interface HelloTimes {
  workerId: string;
  challengedAt: number;
  hello_process: string | null;
  hello_challenged_ms: number | null;
}

/**
 * Whether a hello was challenged before the newest one that counted. A worker has one connection after the other, so this one's line is
 * gone; a copy of the worker dials again and is judged then. The caller has locked the worker's row.
 *
 * Within one process the order is known. Where another process took the newest one, only by the database's clock, and a hello is called
 * late when it may be: whoever is called so wrongly dials again, whoever is called a copy wrongly would be locked.
 */
export async function isLateHello(
  tx: Tx,
  ctx: Pick<BrokerContext, 'processId'>,
  { workerId, challengedAt, hello_process, hello_challenged_ms }: HelloTimes,
): Promise<boolean> {
  if (hello_process === null || hello_challenged_ms === null) return false;
  if (hello_process === ctx.processId) return challengedAt < hello_challenged_ms;
  const [newest] = await readRows(
    tx,
    Newest,
    sql`
      select (extract(epoch from clock_timestamp() - hello_taken_at) * 1000)::float8 as "agoMs" from workers
      where id = ${workerId}
    `,
  );
  // Below zero the database's clock was set back: nothing follows from it.
  return newest !== undefined && newest.agoMs >= 0 && performance.now() - challengedAt > newest.agoMs;
}

const Newest = z.object({ agoMs: z.number() });
