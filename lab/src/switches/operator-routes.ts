import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SwitchBox } from './switches.ts';
import { Switches } from './switches.ts';

/** `GET`, `PUT` (replaces all) and `DELETE /operator/switches`, for who has the operator's token. */
export function registerOperatorRoutes(app: FastifyInstance, token: string, switches: SwitchBox): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (!isOperator(request, token))
        return reply.code(401).send({ error: "The operator's token is missing or wrong." });
    });
    scope.get('/operator/switches', async () => switches.all());
    scope.put('/operator/switches', async (request, reply) => {
      const parsed = Switches.safeParse(request.body);
      if (!parsed.success) {
        const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
        return reply.code(400).send({ error: faults.join('; ') });
      }
      switches.replace(parsed.data);
      return switches.all();
    });
    scope.delete('/operator/switches', async () => {
      switches.replace({});
      return switches.all();
    });
  });
}

function isOperator(request: FastifyRequest, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
