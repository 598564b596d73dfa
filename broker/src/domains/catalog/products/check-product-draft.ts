import type { ProductDraft } from '@coinslot/shared/http/admin-products.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';

/**
 * Refuses, field by field, terms that its lab could not keep. The template's name is the admin's word: only the lab knows it.
 * Pool and lab stay as they are until the transaction ends.
 *
 * @throws invalid_request with every wrong field
 */
export async function checkProductDraft(tx: Tx, draft: ProductDraft): Promise<void> {
  const [pool] = await readRows(
    tx,
    z.object({ name: z.string() }),
    sql`select name from pools where id = ${draft.poolId} for key share`,
  );
  const [lab] = await readRows(
    tx,
    z.object({ name: z.string(), recipe: z.string() }),
    sql`select name, recipe from labs where id = ${draft.labId} for key share`,
  );
  const fields = {
    ...(pool ? {} : { '/poolId': 'is no pool' }),
    ...(lab ? findWhatLabCannot(draft, lab) : { '/labId': 'is no lab' }),
    ...findWrongTimes(draft),
  };
  if (Object.keys(fields).length > 0) throw fail('invalid_request', { fields });
}

function findWhatLabCannot(
  draft: ProductDraft,
  lab: { name: string; recipe: string },
): Record<string, string> {
  const recipe = RecipeName.safeParse(lab.recipe);
  const can = recipe.success ? recipes[recipe.data] : { extends: false, tellsActivity: false };
  return {
    ...(draft.extension !== null && !can.extends
      ? { '/extension': `cannot be offered: ${lab.name} does not extend machines` }
      : {}),
    ...(draft.idleMinutes !== null && !can.tellsActivity
      ? { '/idleMinutes': `cannot be kept: ${lab.name} does not tell whether a machine is used` }
      : {}),
  };
}

function findWrongTimes({ durationMinutes, extension, maxLifeMinutes }: ProductDraft) {
  if (maxLifeMinutes === null) return {};
  const least = durationMinutes + (extension?.minutes ?? 0);
  if (maxLifeMinutes >= least) return {};
  return {
    '/maxLifeMinutes':
      extension === null
        ? `must be at least the duration, ${least} minutes`
        : `must leave room for one extension: at least ${least} minutes`,
  };
}
