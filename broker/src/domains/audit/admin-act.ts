import type { FastifyRequest } from 'fastify';
import { requireMember } from '../../http/guard.ts';
import type { Actor } from './write-audit.ts';

/** Who asks for something on an admin page, and from where: what every such act writes to the audit log. */
export interface AdminAct {
  actor: Actor;
  address: string | null;
}

/** The signed-in admin who sent this request. */
export function adminActOf(request: FastifyRequest): AdminAct {
  const { id, name } = requireMember(request);
  return { actor: { id, name }, address: request.ip };
}
