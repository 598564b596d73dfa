import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listTemplates } from '../templates.ts';
import { withOwnMachine } from './machine.ts';
import { requireSession } from './page-answers.ts';
import type { PageParts } from './register-pages.ts';
import { renderPage } from './render-page.ts';

/** The pages that give a machine more time and that end it. */
export function registerExtendAndEnd(
  app: FastifyInstance,
  { config, store, keeper, switches }: PageParts,
): void {
  const templates = listTemplates(config);

  app.post(
    '/machines/:id/extend',
    { config: { page: 'extend' } },
    withOwnMachine(store, switches, async (request, reply, machine) => {
      const longest = templates.find((template) => template.id === machine.template)?.minutes ?? 0;
      const minutesLeft = longest - machine.minutes;
      const form = z
        .object({ minutes: z.coerce.number().int().min(1).max(minutesLeft) })
        .safeParse(request.body);
      if (form.success && keeper.extend(machine, form.data.minutes))
        return reply.redirect(`/machines/${machine.id}`, 303);
      const text = `This machine cannot have that much more time. It may have ${Math.max(0, minutesLeft)} more minutes while it runs.`;
      return await renderPage(
        request,
        reply.code(409),
        switches,
        'message',
        { title: 'Not extended' },
        { text },
      );
    }),
  );

  app.get(
    '/machines/:id/end',
    { config: { page: 'end' } },
    withOwnMachine(store, switches, (request, reply, machine) =>
      renderPage(request, reply, switches, 'end', { title: 'End machine' }, { machine }),
    ),
  );

  app.post(
    '/machines/:id/end',
    { config: { page: 'end' } },
    withOwnMachine(store, switches, async (request, reply, machine) => {
      if (switches.take('endFails', requireSession(request).username)) {
        return await renderPage(
          request,
          reply.code(500),
          switches,
          'message',
          { title: 'Something went wrong' },
          { text: 'The lab could not end the machine.' },
        );
      }
      keeper.end(machine.id, 'Its user ended it.');
      return reply.redirect(`/machines/${machine.id}`, 303);
    }),
  );
}
