import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listTemplates, minutesLeft } from '../templates.ts';
import { requireAccount, requireMachine } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const ExtendForm = z.object({ minutes: z.coerce.number().int().min(1) });
const extendPage = { config: { page: 'extend' } } as const;
const restartPage = { config: { page: 'restart' } } as const;
const endPage = { config: { page: 'end' } } as const;

/** What a machine can be told: more time, a restart, its end. The guard has found it and whose it is. */
export function registerOrderPages(app: FastifyInstance, { config, keeper, switches }: PageParts): void {
  const templates = new Map(listTemplates(config).map((template) => [template.id, template]));

  app.post('/machines/:id/extend', extendPage, async (request, reply) => {
    const { username } = requireAccount(request);
    await delay(switches.get('extendSlowMs', username)?.ms ?? 0);
    const machine = requireMachine(request);
    const refused = switches.take('extendFails', username);
    if (refused !== null)
      return await reply.code(409).page('message', 'Not extended', { text: refused.reason });
    const ignored = switches.get('extendIgnored', username) !== null;
    const left = minutesLeft(templates.get(machine.template), machine.minutes);
    const form = ExtendForm.safeParse(request.body);
    const isAllowed = form.success && form.data.minutes <= left;
    if (isAllowed && (ignored || keeper.extend(machine, form.data.minutes)))
      return reply.redirect(`/machines/${machine.id}`, 303);
    const text = `This machine cannot have that. It may have ${left} more minutes, while it runs.`;
    return await reply.code(409).page('message', 'Not extended', { text });
  });

  app.get('/machines/:id/restart', restartPage, (request, reply) =>
    reply.page('restart', 'Restart machine', { machine: requireMachine(request) }),
  );

  app.post('/machines/:id/restart', restartPage, async (request, reply) => {
    const machine = requireMachine(request);
    const refused = switches.take('restartFails', requireAccount(request).username);
    if (refused === null && keeper.restart(machine)) return reply.redirect(`/machines/${machine.id}`, 303);
    const text = refused?.reason ?? 'This machine cannot be restarted now: it is not running.';
    return await reply.code(409).page('message', 'Not restarted', { text });
  });

  app.get('/machines/:id/end', endPage, (request, reply) =>
    reply.page('end', 'End machine', { machine: requireMachine(request) }),
  );

  app.post('/machines/:id/end', endPage, async (request, reply) => {
    const { id } = requireMachine(request);
    if (switches.take('endFails', requireAccount(request).username) !== null) {
      const text = 'The machine could not be ended.';
      return await reply.code(500).page('message', 'Something went wrong', { text });
    }
    keeper.end(id, 'Its user ended it.');
    return reply.redirect(`/machines/${id}`, 303);
  });
}
