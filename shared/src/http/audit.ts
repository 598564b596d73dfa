import { z } from 'zod';
import { PageQuery, pageOf } from './page.ts';

/** One line of the append-only audit log. */
export const AuditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorId: z.uuid().nullable(),
  actorName: z.string(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  /** What the target is called now, where it still has a name. */
  targetName: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  address: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const text = z.string().trim().max(200);

/** What lines are wanted; all that is given must hold. */
export const AuditFilterQuery = z.object({
  /** The id of a member, or the beginning of the actor's name. */
  actor: text.optional(),
  /** The whole action or its beginning: `wallet.adjust`, `wallet`. */
  action: text.optional(),
  /** The kind of target (`user`, `lab`) … */
  targetKind: text.optional(),
  /** … and its id. */
  target: text.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Anywhere in action, actor, target, reason and address, in upper or lower case. */
  search: text.optional(),
});
export type AuditFilterQuery = z.infer<typeof AuditFilterQuery>;

/**
 * `GET /api/v1/admin/audit` (admin.audit.read): newest first. `GET /api/v1/admin/audit/export` (admin.audit.export, fresh) takes the filter and
 * sends all its lines as CSV; the export is itself a line.
 */
export const AuditQuery = PageQuery.extend(AuditFilterQuery.shape);
export type AuditQuery = z.infer<typeof AuditQuery>;
export const AuditPage = pageOf(AuditEntry);
export type AuditPage = z.infer<typeof AuditPage>;

/** `GET /api/v1/admin/audit/actions`: every action that the log holds, for the filter's list. */
export const AuditActionList = z.object({ actions: z.array(z.string()) });
export type AuditActionList = z.infer<typeof AuditActionList>;
