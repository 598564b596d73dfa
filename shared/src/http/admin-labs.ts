import { z } from 'zod';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { RecipeName } from '../states/recipe.ts';
import { Tunnel, TunnelPlace } from '../states/tunnel.ts';

/** By what right the operator automates this lab. Without a record nothing of the lab is sold. */
export const PermissionKind = z.enum(['own_installation', 'contract', 'written_consent', 'official_api']);
export type PermissionKind = z.infer<typeof PermissionKind>;

const reason = z.string().trim().min(3).max(500);

/** What an admin writes of a lab. */
export const LabDraft = z.object({
  name: z.string().trim().min(1).max(80),
  recipe: RecipeName,
  /** Where its console is; http and https only, without user name and password in it. Kept as browsers write it. */
  baseUrl: z.string().trim().max(500).transform(readBaseUrl),
  /** A session started at the lab may be missing from its lists for this long. */
  listLagMs: z.int().min(0).max(600_000).default(60_000),
  /** What carries members to its machines. `cloudflared` needs the account in the settings. */
  tunnel: Tunnel.default('direct'),
  tunnelPlace: TunnelPlace.default('worker'),
  /** A browser that does not say that it is automated; only with a permission record, and only where the owner of the console agreed. */
  stealth: z.boolean().default(false),
  /** For how long the page is kept for a person when the lab asks for one; 0 = never. */
  operatorWaitMinutes: z.int().min(0).max(60).default(0),
  /** Between two canaries of each open seat; null = none by schedule. */
  canaryEveryMinutes: z.int().min(5).max(10_080).nullable().default(null),
  /** What a canary asks the lab for; null = the template of the cheapest product on sale. */
  canaryTemplate: z.string().trim().min(1).max(200).nullable().default(null),
});
export type LabDraft = z.infer<typeof LabDraft>;

/** A lab as admins see it. */
export const Lab = z.object({
  id: z.uuid(),
  name: z.string(),
  driver: z.enum(['console', 'api']),
  recipe: z.string(),
  baseUrl: z.string(),
  listLagMs: z.int(),
  tunnel: Tunnel,
  tunnelPlace: TunnelPlace,
  stealth: z.boolean(),
  operatorWaitMinutes: z.int().nonnegative(),
  canaryEveryMinutes: z.int().positive().nullable(),
  canaryTemplate: z.string().nullable(),
  revision: z.int().positive(),
  permission: z
    .object({
      kind: PermissionKind,
      note: z.string(),
      confirmedBy: z.string(),
      confirmedAt: z.iso.datetime(),
    })
    .nullable(),
  /** The kill switch. */
  disabled: z.object({ at: z.iso.datetime(), reason: z.string(), by: z.string().nullable() }).nullable(),
  /** Opened by itself after a failure that no further try can mend. */
  breaker: z
    .object({
      openedAt: z.iso.datetime(),
      reason: z.string(),
      /** When a canary tries again by itself; null = an admin must look. */
      triesAgainAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  seats: z.int().nonnegative(),
  /** Seats that could carry one more machine now. */
  seatsFree: z.int().nonnegative(),
  machines: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
  products: z.int().nonnegative(),
  /** Lab sessions that are not confirmed ended. */
  openSessions: z.int().nonnegative(),
  /** Of those, what workers try to end in vain; null = none. `failure`: what most of them meet. */
  failingEnds: z
    .object({ since: z.iso.datetime(), count: z.int().positive(), failure: ProvisionFailure })
    .nullable(),
  createdAt: z.iso.datetime(),
});
export type Lab = z.infer<typeof Lab>;

/** `GET /api/v1/admin/labs`, by name; `GET …/:id`. `POST` (201) takes a LabDraft; a new lab has no permission record. */
export const LabList = z.object({ items: z.array(Lab) });
export type LabList = z.infer<typeof LabList>;

/**
 * `PUT /api/v1/admin/labs/:id`. A new server in `baseUrl`, or a new recipe, takes the permission record away. `DELETE` only when it has no products,
 * seats or machines.
 */
export const EditLabRequest = LabDraft.extend({ revision: z.int().positive() });
export type EditLabRequest = z.infer<typeof EditLabRequest>;

/** `PUT /api/v1/admin/labs/:id/permission`: who confirms is who asks. `null` withdraws the record: nothing more is sold. */
export const LabPermissionRequest = z.object({
  revision: z.int().positive(),
  permission: z.object({ kind: PermissionKind, note: z.string().trim().min(3).max(1000) }).nullable(),
});
export type LabPermissionRequest = z.infer<typeof LabPermissionRequest>;

/**
 * `POST /api/v1/admin/labs/:id/disable` (Idempotency-Key): the kill switch. Nothing more is sold or started. `endMachines` also ends what
 * waits and runs there, with a refund of the unused time (`lab_disabled`); else it runs to its end.
 */
export const DisableLabRequest = z.object({ reason, endMachines: z.boolean() });
export type DisableLabRequest = z.infer<typeof DisableLabRequest>;
/** How many machines the switch ended. */
export const DisableLabResponse = z.object({ lab: Lab, endedMachines: z.int().nonnegative() });
export type DisableLabResponse = z.infer<typeof DisableLabResponse>;

/** `POST /api/v1/admin/labs/:id/reopen` (Idempotency-Key): takes the kill switch back and closes the breaker. */
export const ReopenRequest = z.object({ reason });
export type ReopenRequest = z.infer<typeof ReopenRequest>;

function readBaseUrl(text: string, context: z.RefinementCtx): string {
  const refuse = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return refuse('an address with http:// or https:// is needed');
  if (url.username !== '' || url.password !== '') return refuse('no user name or password in the address');
  // The address of a whole server is written without the bare slash at its end.
  return url.href === `${url.origin}/` ? url.origin : url.href;
}
