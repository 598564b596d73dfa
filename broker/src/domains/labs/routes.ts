import { Evidence } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { requireMember } from '../../http/guard.ts';
import { writeAudit } from '../audit/index.ts';
import { registerAdminLabRoutes } from './lab/lab-routes.ts';
import { readEvidence, readScreenshot } from './read-evidence.ts';
import { registerSeatRoutes } from './seats/seat-routes.ts';

const EvidenceParams = z.object({ id: z.uuid() });

export function registerLabRoutes(app: BrokerApp, ctx: BrokerContext): void {
  registerAdminLabRoutes(app, ctx);
  registerSeatRoutes(app, ctx);
  app.get(
    '/api/v1/admin/evidence/:id',
    {
      config: { access: 'admin.evidence.read' },
      schema: { params: EvidenceParams, response: { 200: Evidence } },
    },
    async (request, reply) => {
      const found = await readEvidence(ctx.db, request.params.id);
      if (!found) throw fail('not_found');
      await auditRead(ctx, requireMember(request), 'evidence.read', found.id, request.ip);
      return reply.header('cache-control', 'no-store').send(found);
    },
  );

  app.get(
    '/api/v1/admin/evidence/:id/screenshot',
    {
      config: { access: 'admin.evidence.read', sends: { 'image/jpeg': z.unknown() } },
      schema: { params: EvidenceParams },
    },
    async (request, reply) => {
      const picture = await readScreenshot(ctx.db, request.params.id);
      if (!picture) throw fail('not_found');
      await auditRead(ctx, requireMember(request), 'evidence.read_screenshot', request.params.id, request.ip);
      return reply
        .type('image/jpeg')
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .send(picture);
    },
  );
}

async function auditRead(
  ctx: BrokerContext,
  member: { id: string; name: string },
  action: string,
  evidenceId: string,
  address: string,
): Promise<void> {
  await inTransaction(ctx.db, (tx) =>
    writeAudit(tx, {
      actor: { id: member.id, name: member.name },
      action,
      targetKind: 'evidence',
      targetId: evidenceId,
      address,
    }),
  );
}
