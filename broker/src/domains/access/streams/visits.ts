import type { FastifyRequest } from 'fastify';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import { requireMember } from '../../../http/guard.ts';
import { writeAudit } from '../../audit/index.ts';

/** Writes down who comes to a machine, and from where: before the first line, and once an hour for a session that opens one after another. */
export interface Visits {
  note(
    request: FastifyRequest,
    visit: { machineId: string; action: 'machine.terminal' | 'machine.connect' },
  ): Promise<void>;
}

const visitMs = 3_600_000;

export function createVisits({ db }: Pick<BrokerContext, 'db'>): Visits {
  /** When each visit began; the oldest first. */
  const begun = new Map<string, number>();

  function forgetOver(now: number): void {
    for (const [visit, at] of begun) {
      if (now - at < visitMs) return;
      begun.delete(visit);
    }
  }

  return {
    async note(request, { machineId, action }) {
      const { id, name, sessionId } = requireMember(request);
      const now = performance.now();
      forgetOver(now);
      const visit = `${action} ${machineId} ${sessionId} ${request.ip}`;
      if (begun.has(visit)) return;
      begun.set(visit, now);
      try {
        await inTransaction(db, (tx) =>
          writeAudit(tx, {
            actor: { id, name },
            action,
            targetKind: 'machine',
            targetId: machineId,
            address: request.ip,
          }),
        );
      } catch (error) {
        begun.delete(visit);
        throw error;
      }
    },
  };
}
