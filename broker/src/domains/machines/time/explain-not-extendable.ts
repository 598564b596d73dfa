import type { ExtensionOffer } from '@coinslot/shared/http/machines.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { recipeCan } from '../recipe-can.ts';
import { ExtensionFacts, extensionFacts, whyNotExtendable } from './extension-facts.ts';

/** `passes`: the same wish may be granted in a moment. */
export interface NotExtendable {
  sentence: string;
  passes: boolean;
}

/** Why a machine, locked by the caller, cannot be given more time just now: one sentence for its owner; null when it can. */
export async function explainNotExtendable(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  machine: LockedMachine,
): Promise<NotExtendable | null> {
  const { recipe, facts } = await readAround(tx, machine.id);
  if (machine.state === 'ready') {
    if (facts === null) return { sentence: saidSentences.extension_not_sold, passes: false };
    if (!recipeCan(recipe, 'extends'))
      return { sentence: saidSentences.extension_unknown_to_lab, passes: false };
  }
  const whyNot =
    facts === null ? 'not_ready' : whyNotExtendable(machine.state, facts, ctx.config.time.extensionMarginMs);
  if (whyNot === null) return null;
  const sentence =
    whyNot === 'max_life'
      ? `A machine of this product runs for ${machine.maxLifeMinutes ?? 0} minutes at most.`
      : sentences[whyNot];
  return { sentence, passes: passing.has(whyNot) };
}

type WhyNot = NonNullable<ExtensionOffer['whyNot']>;

const sentences = {
  not_ready: saidSentences.extension_not_ready,
  pending: saidSentences.extension_pending,
  restarting: saidSentences.extension_restarting,
  unreachable: saidSentences.extension_unreachable,
  too_late: saidSentences.extension_too_late,
  lab_closed: saidSentences.extension_lab_closed,
  seat_closed: saidSentences.extension_seat_closed,
  seat: saidSentences.extension_seat,
} as const satisfies Record<Exclude<WhyNot, 'max_life'>, string>;

const passing: ReadonlySet<WhyNot> = new Set(['pending', 'restarting', 'unreachable']);

async function readAround(tx: Tx, machineId: string): Promise<z.output<typeof Around>> {
  const rows = await readRows(
    tx,
    Around,
    sql`
      select l.recipe, ${extensionFacts} as facts
      from machines m join labs l on l.id = m.lab_id where m.id = ${machineId}
    `,
  );
  const around = rows[0];
  if (!around) throw new Error('a locked machine has no lab');
  return around;
}

const Around = z.object({ recipe: z.string(), facts: ExtensionFacts.nullable() });
