import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Template } from '../templates.ts';
import { listTemplates } from '../templates.ts';
import { renderNotFound, requireSession } from './page-answers.ts';
import type { PageParts } from './register-pages.ts';
import { renderPage } from './render-page.ts';

const TemplateParams = z.object({ template: z.string() });

/** The catalogue and the form that starts a machine. */
export function registerStart(app: FastifyInstance, parts: PageParts): void {
  const { config, keeper, switches } = parts;
  const templates = listTemplates(config);

  app.get('/catalogue', { config: { page: 'catalogue' } }, (request, reply) =>
    renderPage(request, reply, switches, 'catalogue', { title: 'Catalogue' }, { templates }),
  );

  app.get('/catalogue/:template/start', { config: { page: 'start' } }, async (request, reply) => {
    const template = findTemplate(request);
    if (template === undefined) return await renderNotFound(request, reply, switches);
    return await renderForm(request, reply, template, null);
  });

  app.post('/catalogue/:template/start', { config: { page: 'start' } }, async (request, reply) => {
    const template = findTemplate(request);
    if (template === undefined) return await renderNotFound(request, reply, switches);
    const session = requireSession(request);
    const StartForm = z.object({
      label: z.string().trim().max(80).default(''),
      minutes: z.coerce.number().int().min(1).max(template.minutes),
    });
    const form = StartForm.safeParse(request.body);
    if (!form.success) {
      return await renderForm(
        request,
        reply.code(400),
        template,
        `Choose 1 to ${template.minutes} minutes and a label of at most 80 characters.`,
      );
    }
    if (switches.get('quota', session.username) !== null) {
      return await renderForm(request, reply.code(409), template, 'There is no quota left for this account.');
    }
    const started = keeper.start(session, template, form.data);
    if ('refusal' in started)
      return await renderForm(request, reply.code(409), template, explainRefusal(started));
    if (switches.take('loseStartReply', session.username)) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    return reply.redirect(`/machines/${started.id}/progress`, 303);
  });

  function findTemplate(request: FastifyRequest): Template | undefined {
    const { template: id } = TemplateParams.parse(request.params);
    return templates.find((template) => template.id === id);
  }

  function renderForm(
    request: FastifyRequest,
    reply: FastifyReply,
    template: Template,
    error: string | null,
  ): Promise<FastifyReply> {
    const changed = switches.get('changedPage', request.session?.username ?? null) !== null;
    const button = changed
      ? { id: 'launch-now', text: 'Launch now' }
      : { id: 'start-machine', text: 'Start machine' };
    return renderPage(
      request,
      reply,
      switches,
      'start',
      { title: `Start ${template.title}` },
      { template, error, button },
    );
  }
}

function explainRefusal({ refusal, running }: { refusal: 'seats' | 'full'; running: number }): string {
  if (refusal === 'full') return 'The lab is full at the moment. Please try again later.';
  return `You already have ${running} ${running === 1 ? 'machine' : 'machines'} running.`;
}
