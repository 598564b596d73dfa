import {
  AddPasskeyRequest,
  Passkey,
  PasskeyList,
  PasskeyOptions,
  PasskeySignInRequest,
  RenamePasskeyRequest,
  SignInAnswer,
} from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { openRoute } from './open-route.ts';
import { addPasskey, beginPasskey } from './passkeys/add-passkey.ts';
import { removePasskey, renamePasskey } from './passkeys/change-passkey.ts';
import { listPasskeys } from './passkeys/list-passkeys.ts';
import { askForPasskey, usePasskey } from './passkeys/use-passkey.ts';
import { finishSignIn } from './sessions/finish-sign-in.ts';
import type { OpenProviders } from './ways-in.ts';

const own = { access: 'member', scope: 'none', idempotent: false } as const;
const protecting = { ...own, fresh: true } as const;
const ById = z.object({ id: z.uuid() });
const anybody = { purpose: 'sign_in', userId: null } as const;

/** Making, naming and removing passkeys, and signing in by one. */
export function registerPasskeyRoutes(
  app: BrokerApp,
  ctx: BrokerContext,
  listOpenProviders: () => Promise<OpenProviders>,
): void {
  registerPasskeySignIn(app, ctx);
  app.get(
    '/api/v1/account/passkeys',
    { config: { access: 'member', scope: 'none' }, schema: { response: { 200: PasskeyList } } },
    async (request) => ({
      items: await listPasskeys(ctx.db, requireMember(request).id, await listOpenProviders()),
    }),
  );
  app.post(
    '/api/v1/account/passkeys/options',
    { config: protecting, schema: { response: { 200: PasskeyOptions } } },
    (request) => beginPasskey(ctx, requireMember(request)),
  );
  app.post(
    '/api/v1/account/passkeys',
    { config: protecting, schema: { body: AddPasskeyRequest, response: { 201: Passkey } } },
    async (request, reply) => {
      const asked = { ...request.body, openProviders: await listOpenProviders() };
      return reply.status(201).send(await addPasskey(ctx, requireMember(request), asked, request));
    },
  );
  app.put(
    '/api/v1/account/passkeys/:id',
    { config: own, schema: { params: ById, body: RenamePasskeyRequest, response: { 204: z.null() } } },
    async (request, reply) => {
      await renamePasskey(ctx.db, requireMember(request).id, request.params.id, request.body.name);
      return reply.status(204).send(null);
    },
  );
  app.delete(
    '/api/v1/account/passkeys/:id',
    { config: protecting, schema: { params: ById, response: { 204: z.null() } } },
    async (request, reply) => {
      const asked = { id: request.params.id, openProviders: await listOpenProviders() };
      await removePasskey(ctx, requireMember(request), asked, request);
      return reply.status(204).send(null);
    },
  );
}

function registerPasskeySignIn(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/sign-in/passkey/options',
    { config: openRoute, schema: { response: { 200: PasskeyOptions } } },
    () => askForPasskey(ctx, anybody),
  );
  app.post(
    '/api/v1/sign-in/passkey',
    { config: openRoute, schema: { body: PasskeySignInRequest, response: { 200: SignInAnswer } } },
    async (request, reply) => {
      const { userId } = await usePasskey(ctx, request.body.response, anybody);
      const way = { userId, signedInBy: 'passkey' as const, request, reply };
      return { next: await inTransaction(ctx.db, (tx) => finishSignIn(ctx, tx, way)) };
    },
  );
}
