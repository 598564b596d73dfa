import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyStatic from '@fastify/static';
import fastifyView from '@fastify/view';
import { Eta } from 'eta';
import type { FastifyInstance } from 'fastify';
import type { LabConfig } from '../config.ts';
import type { Keeper } from '../machines/keeper.ts';
import type { Store } from '../store/open-store.ts';
import type { SwitchBox } from '../switches/switches.ts';
import { registerConnection } from './connection.ts';
import { registerExtendAndEnd } from './extend-and-end.ts';
import { registerGuard, replyNotFound } from './guard.ts';
import { registerMachine } from './machine.ts';
import { registerPageReply } from './reply-page.ts';
import { registerSignIn } from './sign-in.ts';
import { registerStart } from './start.ts';

export interface PageParts {
  config: LabConfig;
  store: Store;
  keeper: Keeper;
  switches: SwitchBox;
}

/** Every page of the lab, in the order in which a person meets them. */
export async function registerPages(
  app: FastifyInstance,
  parts: PageParts,
  signingKey: string,
): Promise<void> {
  await app.register(fastifyCookie, { secret: signingKey });
  await app.register(fastifyFormbody);
  await app.register(fastifyStatic, { root: join(import.meta.dirname, 'public'), prefix: '/public/' });
  await app.register(fastifyView, {
    engine: { eta: new Eta() },
    root: join(import.meta.dirname, 'views'),
    viewExt: 'eta',
    production: true,
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin');
  });
  registerPageReply(app, parts.switches);
  registerGuard(app, parts);
  registerSignIn(app, parts);
  registerStart(app, parts);
  registerMachine(app, parts);
  registerConnection(app, parts);
  registerExtendAndEnd(app, parts);
  app.setNotFoundHandler((_request, reply) => replyNotFound(reply));
  app.setErrorHandler(async (error, request, reply) => {
    const refused = error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500;
    if (!refused) request.log.error({ err: error }, 'page failed');
    const text = refused ? 'The lab could not read this request.' : 'The lab had an internal error.';
    return await reply.code(refused ? 400 : 500).page('message', 'Something went wrong', { text });
  });
}
