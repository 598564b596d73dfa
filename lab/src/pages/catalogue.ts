import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listTemplates } from '../templates.ts';
import { replyNotFound, requireAccount } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const TemplateParams = z.object({ template: z.string() });
const StartForm = z.object({
  label: z.string().trim().max(80).default(''),
  minutes: z.coerce.number().int().min(1),
});
const startPage = { config: { page: 'start' } } as const;

/** The catalogue and the form that starts a machine. */
export function registerCatalogue(app: FastifyInstance, { config, keeper, switches }: PageParts): void {
  const templates = listTemplates(config);

  app.get('/catalogue', { config: { page: 'catalogue' } }, (_request, reply) =>
    reply.page('catalogue', 'Catalogue', { templates }),
  );

  app.get('/catalogue/:template/start', startPage, (request, reply) => replyForm(request, reply, {}));

  app.post('/catalogue/:template/start', startPage, async (request, reply) => {
    const template = findTemplate(request);
    if (template === undefined) return await replyNotFound(reply);
    const form = StartForm.safeParse(request.body);
    if (!form.success || form.data.minutes > template.minutes)
      return await replyForm(request, reply.code(400), { refusal: 'form' });
    const account = requireAccount(request);
    const started = keeper.start(account, template, form.data);
    if ('refusal' in started) return await replyForm(request, reply.code(409), started);
    if (switches.take('loseStartReply', account.username) === null)
      return reply.redirect(`/machines/${started.id}/progress`, 303);
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  });

  function findTemplate(request: FastifyRequest) {
    const { template: id } = TemplateParams.parse(request.params);
    return templates.find((template) => template.id === id);
  }

  async function replyForm(request: FastifyRequest, reply: FastifyReply, refused: object) {
    const template = findTemplate(request);
    if (template === undefined) return await replyNotFound(reply);
    const changed = switches.get('changedPage', requireAccount(request).username) !== null;
    return await reply.page('start', `Start ${template.title}`, { template, changed, ...refused });
  }
}
