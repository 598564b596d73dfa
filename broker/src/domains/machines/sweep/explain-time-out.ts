import { ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import type { End } from '../life/end-machine.ts';

/** What kept a machine from becoming ready in time: the failure of the newest step that failed, if one did. */
export async function explainTimeOut(tx: Tx, machineId: string): Promise<Pick<End, 'failure' | 'detail'>> {
  const rows = await readRows(
    tx,
    z.object({ failure: ProvisionFailure }),
    sql`
      select failure from machine_steps
      where machine_id = ${machineId} and state = 'failed' and failure is not null
      order by attempt desc, finished_at desc
      limit 1
    `,
  );
  const failure = rows[0]?.failure;
  return failure === undefined ? {} : { failure, detail: provisionFailures[failure].text };
}
