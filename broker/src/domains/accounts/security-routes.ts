import {
  AcceptTermsRequest,
  Account,
  AccountSessionList,
  ChangeEmailRequest,
  ChangePasswordRequest,
  ConfirmRequest,
  ConfirmTotpRequest,
  EndedSessions,
  PasskeyOptions,
  ProfileRequest,
  RecoveryCodes,
  TotpEnrolment,
} from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { requireMember } from '../../http/guard.ts';
import { askToChangeEmail, sendVerification } from './email/ask-for-links.ts';
import { askForPasskey } from './passkeys/use-passkey.ts';
import type { Passwords } from './passwords/passwords.ts';
import { changePassword } from './passwords/set-password.ts';
import { readAccount } from './read-account.ts';
import { removeTotp, renewRecoveryCodes } from './second-factor/change-totp.ts';
import { beginTotp, confirmTotp } from './second-factor/enrol-totp.ts';
import { confirmMember } from './sessions/confirm.ts';
import { endSessions, endSessionsOf } from './sessions/end-sessions.ts';
import { listSessions } from './sessions/list-sessions.ts';
import { acceptTerms } from './terms-of-member.ts';

const own = { access: 'member', scope: 'none', idempotent: false } as const;
const protecting = { ...own, fresh: true } as const;
// Each try may cost a hash or is a guess.
const tries = { rateLimit: { max: 20, timeWindow: '5 minutes' } };
const nothing = { response: { 204: z.null() } };
const empty = { response: { 202: z.null() } };

/** What a signed-in member does for the safety of their own account. */
export function registerSecurityRoutes(app: BrokerApp, ctx: BrokerContext, passwords: Passwords): void {
  registerProfileRoutes(app, ctx, passwords);
  registerTotpRoutes(app, ctx);
  registerSessionRoutes(app, ctx);
}

function registerProfileRoutes(app: BrokerApp, ctx: BrokerContext, passwords: Passwords): void {
  app.get(
    '/api/v1/account',
    { config: { access: 'member', scope: 'none' }, schema: { response: { 200: Account } } },
    (request) => readAccount(ctx.db, requireMember(request).id),
  );
  app.put(
    '/api/v1/account/profile',
    { config: own, schema: { body: ProfileRequest, ...nothing } },
    async (request, reply) => {
      const { id } = requireMember(request);
      await ctx.db.execute(sql`
        update users set name = ${request.body.name}, updated_at = now() where id = ${id}`);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/account/terms/accept',
    { config: own, schema: { body: AcceptTermsRequest, ...nothing } },
    async (request, reply) => {
      const { id, name } = requireMember(request);
      const member = { id, name, address: request.ip };
      await inTransaction(ctx.db, (tx) => acceptTerms(tx, member, request.body.revision));
      return reply.status(204).send(null);
    },
  );
  app.post('/api/v1/account/email/verification', { config: own, schema: empty }, async (request, reply) => {
    await sendVerification(ctx, requireMember(request));
    return reply.status(202).send(null);
  });
  app.post(
    '/api/v1/account/email',
    { config: protecting, schema: { body: ChangeEmailRequest, ...empty } },
    async (request, reply) => {
      await askToChangeEmail(ctx, requireMember(request), request.body.email);
      return reply.status(202).send(null);
    },
  );
  app.post(
    '/api/v1/account/password',
    {
      config: { ...protecting, ...tries, hasSecretBody: true },
      schema: { body: ChangePasswordRequest, ...nothing },
    },
    async (request, reply) => {
      await changePassword(ctx, passwords, requireMember(request), request.body, { request, reply });
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/account/confirm',
    { config: { ...own, ...tries, hasSecretBody: true }, schema: { body: ConfirmRequest, ...nothing } },
    async (request, reply) => {
      await confirmMember(ctx, passwords, requireMember(request), request.body);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/account/confirm/passkey-options',
    { config: { ...own, ...tries }, schema: { response: { 200: PasskeyOptions } } },
    (request) => askForPasskey(ctx, { purpose: 'confirm', userId: requireMember(request).id }),
  );
}

function registerTotpRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/account/totp',
    { config: protecting, schema: { response: { 200: TotpEnrolment } } },
    (request) => beginTotp(ctx, requireMember(request)),
  );
  app.post(
    '/api/v1/account/totp/confirm',
    {
      config: { ...protecting, ...tries },
      schema: { body: ConfirmTotpRequest, response: { 200: RecoveryCodes } },
    },
    (request, reply) => confirmTotp(ctx, requireMember(request), request.body.code, { request, reply }),
  );
  app.delete('/api/v1/account/totp', { config: protecting, schema: nothing }, async (request, reply) => {
    await removeTotp(ctx, requireMember(request), request);
    return reply.status(204).send(null);
  });
  app.post(
    '/api/v1/account/totp/recovery-codes',
    { config: protecting, schema: { response: { 200: RecoveryCodes } } },
    (request) => renewRecoveryCodes(ctx, requireMember(request), request),
  );
}

const ById = z.object({ id: z.uuid() });

function registerSessionRoutes(app: BrokerApp, ctx: BrokerContext): void {
  const maxAgeMs = ctx.config.accounts.sessionMaxAgeMs;
  app.get(
    '/api/v1/account/sessions',
    { config: { access: 'member', scope: 'none' }, schema: { response: { 200: AccountSessionList } } },
    async (request) => {
      const { id, sessionId } = requireMember(request);
      return { items: await listSessions(ctx.db, { userId: id, sessionId, maxAgeMs }) };
    },
  );
  app.delete(
    '/api/v1/account/sessions/:id',
    { config: own, schema: { params: ById, ...nothing } },
    async (request, reply) => {
      await endOwnSession(ctx, request, request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/account/sessions/end-others',
    { config: own, schema: { response: { 200: EndedSessions } } },
    async (request) => {
      const { id, sessionId } = requireMember(request);
      const others = { userId: id, exceptSessionId: sessionId };
      return { ended: await inTransaction(ctx.db, (tx) => endSessionsOf(ctx, tx, others)) };
    },
  );
}

async function endOwnSession(ctx: BrokerContext, request: FastifyRequest, id: string): Promise<void> {
  const member = requireMember(request);
  const which = sql`id = ${id} and user_id = ${member.id} and viewer_session_id is null`;
  if ((await inTransaction(ctx.db, (tx) => endSessions(ctx, tx, which))) === 0) throw fail('not_found');
}
