import { randomUUID } from 'node:crypto';
import type { CanaryRequest } from '@coinslot/shared/http/admin-canaries.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { askCanaryMachine } from '../machines/index.ts';
import { canaries } from './tables.ts';

export interface CanaryOrder extends CanaryRequest {
  labId: string;
  /** Who asks: a person, for the audit log, or a loop of ours. */
  by: 'schedule' | 'breaker' | AdminAct;
}

/**
 * Asks for a canary of this seat (also of a closed one), or of the best seat that there is. It waits behind everybody who is queued.
 *
 * @throws not_found; canary_refused when the lab admits none, when there is no seat or template for it, or while one runs on the seat
 */
export async function askCanary(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  { labId, seatId, template, by }: CanaryOrder,
): Promise<string> {
  const plan = await readPlan(tx, { labId, seatId, template });
  if (!plan) throw fail('not_found');
  if (!plan.hasPermission) throw refuse(saidSentences.canary_no_permission);
  if (plan.isOff) throw refuse(saidSentences.canary_lab_off);
  if (plan.seatId === null) {
    if (seatId !== null) throw fail('not_found');
    throw refuse(saidSentences.canary_no_seat);
  }
  const asked = plan.template ?? usualTemplate(plan.recipe);
  if (asked === null) throw refuse(saidSentences.canary_no_template);
  if (plan.poolId === null) throw refuse('There is no pool of workers yet.');
  const machineId = await askCanaryMachine(tx, ctx, {
    labId,
    seatId: plan.seatId,
    poolId: plan.poolId,
    template: asked,
  });
  if (machineId === null) throw refuse('A canary of this seat has not ended yet.');
  const id = randomUUID();
  const askedBy = typeof by === 'string' ? by : by.actor.name;
  await tx.insert(canaries).values({ id, machineId, labId, seatId: plan.seatId, askedBy });
  if (typeof by !== 'string') {
    await writeAudit(tx, {
      ...by,
      action: 'lab.ask_canary',
      targetKind: 'lab',
      targetId: labId,
      after: { canaryId: id, seatId: plan.seatId, template: asked },
    });
  }
  return id;
}

function usualTemplate(recipe: string): string | null {
  const known = RecipeName.safeParse(recipe);
  return known.success ? recipes[known.data].usualTemplate : null;
}

function refuse(detail: string) {
  return fail('canary_refused', { detail });
}

const Plan = z.object({
  hasPermission: z.boolean(),
  isOff: z.boolean(),
  recipe: z.string(),
  seatId: z.uuid().nullable(),
  template: z.string().nullable(),
  poolId: z.uuid().nullable(),
});

/** The lab's own words first, then its cheapest product's, then what all of its kind have; a product on sale before one that is not. */
async function readPlan(tx: Tx, { labId, seatId, template }: Omit<CanaryOrder, 'by'>) {
  const [plan] = await readRows(
    tx,
    Plan,
    sql`
      select l.permission_kind is not null as "hasPermission", l.disabled_at is not null as "isOff", l.recipe,
        (
          select s.id from seats s
          where s.lab_id = l.id and case when ${seatId}::uuid is null then s.disabled_at is null else s.id = ${seatId}::uuid end
          order by seat_may_work(s) desc, s.in_use < s.max_concurrent desc, s.in_use, s.uses, s.id limit 1
        ) as "seatId",
        coalesce(${template}::text, l.canary_template, p.template) as template,
        coalesce(p.pool_id, (
          select o.id from pools o
          order by exists (select 1 from workers w where w.pool_id = o.id and w.state = 'active') desc, o.created_at, o.id limit 1
        )) as "poolId"
      from labs l left join lateral (
        select p.template, p.pool_id from products p where p.lab_id = l.id and p.archived_at is null
        order by p.template = coalesce(${template}::text, l.canary_template) desc nulls last, p.on_sale desc, p.price, p.id limit 1
      ) p on true
      where l.id = ${labId}
    `,
  );
  return plan;
}
