import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Switches, type SwitchBox } from './switches.ts';

/** `GET`, `PUT` (replaces all), `PATCH` (adds) and `DELETE /operator/switches`, for who has the operator's token. */
export function registerOperatorRoutes(app: FastifyInstance, token: string, switches: SwitchBox): void {
  const right = sha256(`Bearer ${token}`);
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (timingSafeEqual(sha256(request.headers.authorization ?? ''), right)) return;
      return reply.code(401).send({ error: "The operator's token is missing or wrong." });
    });
    scope.get('/operator/switches', async () => switches.all());
    scope.delete('/operator/switches', async () => switches.replace({}));
    for (const [method, act] of [
      ['PUT', switches.replace],
      ['PATCH', switches.add],
    ] as const)
      scope.route({
        method,
        url: '/operator/switches',
        async handler(request, reply) {
          const parsed = Switches.safeParse(request.body);
          if (parsed.success) return act(parsed.data);
          const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
          return reply.code(400).send({ error: faults.join('; ') });
        },
      });
    scope.delete<{ Params: { name: string } }>('/operator/switches/:name', async (request) =>
      switches.takeOff(request.params.name),
    );
  });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
