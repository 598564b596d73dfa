import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyStatic from '@fastify/static';
import fastifyView from '@fastify/view';
import { Eta } from 'eta';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LabConfig } from '../config.ts';
import type { Keeper } from '../machines/keeper.ts';
import type { Store } from '../store/open-store.ts';
import type { SwitchBox } from '../switches/switches.ts';
import { registerAccountPages } from './account-pages.ts';
import { registerCatalogue } from './catalogue.ts';
import { registerGuard, replyNotFound } from './guard.ts';
import { registerMachinePages } from './machine-pages.ts';
import { registerOrderPages } from './order-pages.ts';
import { createSessions } from './sessions.ts';

export interface PageParts {
  config: LabConfig;
  store: Store;
  keeper: Keeper;
  switches: SwitchBox;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a view in the lab's frame; `refresh` in `data` reloads the page each second. */
    page(view: string, title: string, data?: Record<string, unknown>): Promise<FastifyReply>;
  }
}

const security = {
  'content-security-policy':
    "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

/** Every page of the lab, in the order in which a person meets them. */
export async function registerPages(app: FastifyInstance, parts: PageParts): Promise<void> {
  await app.register(fastifyCookie);
  await app.register(fastifyFormbody);
  await app.register(fastifyStatic, { root: join(import.meta.dirname, 'public'), prefix: '/public/' });
  const root = join(import.meta.dirname, 'views');
  await app.register(fastifyView, { engine: { eta: new Eta() }, root, viewExt: 'eta', production: true });
  app.addHook('onSend', async (_request, reply) => void reply.headers(security));
  decoratePage(app, parts.switches);
  const sessions = createSessions(parts.store);
  registerGuard(app, parts, sessions);
  registerAccountPages(app, parts, sessions);
  registerCatalogue(app, parts);
  registerMachinePages(app, parts);
  registerOrderPages(app, parts);
  app.setNotFoundHandler((_request, reply) => replyNotFound(reply));
  app.setErrorHandler(async (error, request, reply) => {
    const refused = error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500;
    if (!refused) request.log.error({ err: error }, 'page failed');
    const text = refused ? 'The lab could not read this request.' : 'The lab had an internal error.';
    return await reply.code(refused ? 400 : 500).page('message', 'Something went wrong', { text });
  });
}

function decoratePage(app: FastifyInstance, switches: SwitchBox): void {
  app.decorateReply('page', async function page(this: FastifyReply, view, title, data = {}) {
    const username = this.request.session?.account.username ?? null;
    const name = this.request.routeOptions.config.page;
    const modal = (name === 'catalogue' || name === 'start') && switches.get('modal', username) !== null;
    const alert = switches.get('alert', username) !== null;
    const frame = { title, username, formatTime, modal, alert };
    const html = await this.viewAsync(view, { refresh: false, ...data, ...frame });
    return this.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  });
}

/** 1,760,000,000,000 as `2025-10-09 08:53:20 UTC`. */
function formatTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
