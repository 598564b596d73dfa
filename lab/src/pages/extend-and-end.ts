import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listTemplates } from '../templates.ts';
import { requireMachine, requireSession } from './guard.ts';
import { minutesLeft } from './machine.ts';
import type { PageParts } from './register-pages.ts';

const ExtendForm = z.object({ minutes: z.coerce.number().int().min(1) });

/** The pages that give a machine more time and that end it. */
export function registerExtendAndEnd(app: FastifyInstance, { config, keeper, switches }: PageParts): void {
  const templates = listTemplates(config);

  app.post('/machines/:id/extend', { config: { page: 'extend' } }, async (request, reply) => {
    const machine = requireMachine(request);
    const left = minutesLeft(templates, machine);
    const form = ExtendForm.safeParse(request.body);
    if (form.success && form.data.minutes <= left && keeper.extend(machine, form.data.minutes)) {
      return reply.redirect(`/machines/${machine.id}`, 303);
    }
    const text = `This machine cannot have that. It may have ${left} more minutes, while it runs.`;
    return await reply.code(409).page('message', 'Not extended', { text });
  });

  app.get('/machines/:id/end', { config: { page: 'end' } }, (request, reply) =>
    reply.page('end', 'End machine', { machine: requireMachine(request) }),
  );

  app.post('/machines/:id/end', { config: { page: 'end' } }, async (request, reply) => {
    const machine = requireMachine(request);
    if (switches.take('endFails', requireSession(request).username)) {
      return await reply
        .code(500)
        .page('message', 'Something went wrong', { text: 'The machine could not be ended.' });
    }
    keeper.end(machine.id, 'Its user ended it.');
    return reply.redirect(`/machines/${machine.id}`, 303);
  });
}
