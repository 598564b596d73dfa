import type { EditLabRequest, Lab, LabDraft } from '@coinslot/shared/http/admin-labs.ts';
import { recipes } from '@coinslot/shared/states/recipe.ts';
import { eq, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { refuseStale, refuseTakenName, sayDependents } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { requireTunnelAccount } from '../../names/index.ts';
import { labs, seats } from '../tables.ts';
import { requireLab } from './list-admin-labs.ts';
import { tidyAddress } from './tidy-address.ts';

const nameOfLab = { constraint: 'labs_name_key', field: '/name' } as const;

/** Records a lab without a permission record: nothing of it is sold until an admin confirms one. Throws `name_taken`, `invalid_request`. */
export async function createLab(tx: Tx, act: AdminAct, draft: LabDraft): Promise<Lab> {
  if (draft.stealth) throw refuseStealth();
  refusePlace(draft);
  if (draft.tunnel === 'cloudflared') await requireTunnelAccount(tx);
  const [row] = await refuseTakenName(nameOfLab, () =>
    tx
      .insert(labs)
      .values({
        ...draft,
        baseUrl: tidyAddress(draft.recipe, draft.baseUrl),
        driver: recipes[draft.recipe].driver,
      })
      .returning({ id: labs.id }),
  );
  const lab = await requireLab(tx, row?.id ?? '');
  const after = factsOf(lab);
  await writeAudit(tx, { ...act, action: 'lab.create', targetKind: 'lab', targetId: lab.id, after });
  return lab;
}

function refusePlace({ recipe, tunnel, tunnelPlace }: LabDraft): void {
  if (tunnel !== 'cloudflared' || tunnelPlace !== 'machine' || recipes[recipe].runsTunnel) return;
  throw fail('invalid_request', {
    fields: { '/tunnelPlace': 'cloudflared cannot run inside machines of this kind' },
  });
}

export interface LabEdit {
  labId: string;
  asked: EditLabRequest;
  /** Whether this admin may set the passwords of seats: workers would type them at a new address. */
  mayWriteSeats: boolean;
}

/**
 * Changes a lab. Its address and recipe stay while something of it may run there. At another server, or operated in another way, it
 * is another lab by law: its permission record goes, and nothing of it is sold until an admin confirms one. What signs its seats in
 * without a password goes with the address: browsers would show it to another server on the same host.
 *
 * @throws not_found, edited_meanwhile, name_taken, still_in_use, forbidden
 */
export async function editLab(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  { labId, asked: written, mayWriteSeats }: LabEdit,
): Promise<Lab> {
  refuseStale(await lockLab(tx, labId), written);
  const present = await requireLab(tx, labId);
  const isAsItWas = written.baseUrl === present.baseUrl && written.recipe === present.recipe;
  const asked = isAsItWas ? written : { ...written, baseUrl: tidyAddress(written.recipe, written.baseUrl) };
  const isMoved = asked.baseUrl !== present.baseUrl || asked.recipe !== present.recipe;
  if (isMoved) refuseMoving(present);
  const isAnother = isAnotherLab(present, asked);
  if (asked.stealth && !present.stealth && (isAnother || present.permission === null)) throw refuseStealth();
  refusePlace(asked);
  if (asked.tunnel === 'cloudflared' && present.tunnel !== 'cloudflared') await requireTunnelAccount(tx);
  if (asked.baseUrl !== present.baseUrl && present.seats > 0 && !mayWriteSeats) {
    throw fail('forbidden', {
      detail:
        'Workers would type the passwords of its seats at the new address: that needs admin.seats.write.',
    });
  }
  const { revision: _, ...draft } = asked;
  await refuseTakenName(nameOfLab, () =>
    tx
      .update(labs)
      .set({
        ...draft,
        ...(isAnother ? noPermission : {}),
        driver: recipes[draft.recipe].driver,
        revision: sql`${labs.revision} + 1`,
      })
      .where(eq(labs.id, labId)),
  );
  if (isMoved) await tx.update(seats).set({ cookies: null }).where(eq(seats.labId, labId));
  const lab = await requireLab(tx, labId);
  await writeAudit(tx, {
    ...act,
    action: 'lab.edit',
    targetKind: 'lab',
    targetId: labId,
    before: { ...factsOf(present), permission: present.permission },
    after: { ...factsOf(lab), permission: lab.permission },
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return lab;
}

/** Holds a lab's row for a change; with `no key update` what only refers to it goes on. */
export async function lockLab(tx: Tx, labId: string, strength: 'update' | 'no key update' = 'update') {
  const [row] = await tx
    .select({ revision: labs.revision })
    .from(labs)
    .where(eq(labs.id, labId))
    .for(strength);
  return row;
}

// Machines of the old address could be neither ended nor looked up any more.
function refuseMoving(lab: Lab): void {
  const running = sayDependents({ machine: lab.machines, 'open lab session': lab.openSessions });
  if (running === null) return;
  throw fail('still_in_use', {
    detail: `The lab has ${running}: its address and recipe stay until they have ended. Close the lab first, or wait.`,
  });
}

function isAnotherLab(present: Lab, asked: LabDraft): boolean {
  return asked.recipe !== present.recipe || originOf(asked.baseUrl) !== originOf(present.baseUrl);
}

function originOf(url: string): string {
  return new URL(url).origin;
}

/** What goes with the permission record. */
export const noPermission = {
  permissionKind: null,
  permissionNote: null,
  permissionConfirmedBy: null,
  permissionConfirmedAt: null,
  stealth: false,
} as const;

/** A browser that does not say what it is needs the word of the console's owner. */
function refuseStealth() {
  return fail('invalid_request', {
    fields: { '/stealth': 'needs a permission record: confirm first that you may automate this lab' },
  });
}

/** What an admin writes of a lab, for the audit log. */
export function factsOf(lab: Lab): Omit<LabDraft, 'recipe'> & Pick<Lab, 'recipe'> {
  return {
    name: lab.name,
    recipe: lab.recipe,
    baseUrl: lab.baseUrl,
    listLagMs: lab.listLagMs,
    tunnel: lab.tunnel,
    tunnelPlace: lab.tunnelPlace,
    stealth: lab.stealth,
    operatorWaitMinutes: lab.operatorWaitMinutes,
    canaryEveryMinutes: lab.canaryEveryMinutes,
    canaryTemplate: lab.canaryTemplate,
  };
}
