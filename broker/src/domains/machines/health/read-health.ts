import { MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../../database/db.ts';
import { IsoTime } from '../view/iso-time.ts';

/** Two hours at the usual distance. */
const mostChecks = 240;

/** The checks of a machine's way in, the newest first. */
export async function readHealth(db: Db, machineId: string): Promise<MachineHealthHistory> {
  const items = await readRows(
    db,
    Row,
    sql`
      select at, ok, latency_ms as "latencyMs", detail from machine_health
      where machine_id = ${machineId} order by at desc limit ${mostChecks}
    `,
  );
  return { items };
}

const Row = MachineHealthHistory.shape.items.element.extend({ at: IsoTime });
