import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { StartResult } from '../machines/keeper.ts';
import { listTemplates } from '../templates.ts';
import { replyNotFound, requireAccount } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const TemplateParams = z.object({ template: z.string() });
const StartForm = z.object({
  label: z.string().trim().max(80).default(''),
  minutes: z.coerce.number().int().min(1),
});
const startPage = { config: { page: 'start' } } as const;
const button = { id: 'start-machine', text: 'Start machine' };
const changedButton = { id: 'launch-now', text: 'Launch now' };

/** The catalogue and the form that starts a machine. */
export function registerCatalogue(app: FastifyInstance, { config, keeper, switches }: PageParts): void {
  const templates = listTemplates(config);

  app.get('/catalogue', { config: { page: 'catalogue' } }, (_request, reply) =>
    reply.page('catalogue', 'Catalogue', { templates }),
  );

  app.get('/catalogue/:template/start', startPage, (request, reply) => replyForm(request, reply, null));

  app.post('/catalogue/:template/start', startPage, async (request, reply) => {
    const template = findTemplate(request);
    if (template === undefined) return await replyNotFound(reply);
    const form = StartForm.safeParse(request.body);
    if (!form.success || form.data.minutes > template.minutes) {
      const error = `Choose 1 to ${template.minutes} minutes and a label of at most 80 characters.`;
      return await replyForm(request, reply.code(400), error);
    }
    const account = requireAccount(request);
    const started = keeper.start(account, template, form.data);
    if ('refusal' in started) return await replyForm(request, reply.code(409), explainRefusal(started));
    if (!switches.take('loseStartReply', account.username))
      return reply.redirect(`/machines/${started.id}/progress`, 303);
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  });

  function findTemplate(request: FastifyRequest) {
    const { template: id } = TemplateParams.parse(request.params);
    return templates.find((template) => template.id === id);
  }

  async function replyForm(request: FastifyRequest, reply: FastifyReply, error: string | null) {
    const template = findTemplate(request);
    if (template === undefined) return await replyNotFound(reply);
    const changed = switches.get('changedPage', requireAccount(request).username) !== null;
    const data = { template, error, button: changed ? changedButton : button };
    return await reply.page('start', `Start ${template.title}`, data);
  }
}

function explainRefusal({ refusal, running }: Extract<StartResult, { refusal: string }>): string {
  if (refusal === 'quota') return 'There is no quota left for this account.';
  if (refusal === 'full') return 'The lab is full at the moment. Please try again later.';
  return `You already have ${running} ${running === 1 ? 'machine' : 'machines'} running.`;
}
