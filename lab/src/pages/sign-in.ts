import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { checkPassword } from '../store/accounts.ts';
import { acceptTerms, closeSession, openSession } from '../store/sessions.ts';
import { sessionCookie } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const SignInForm = z.object({ username: z.string().max(64), password: z.string().max(256) });
const cookieOptions = { signed: true, httpOnly: true, sameSite: 'lax', path: '/' } as const;

/** Sign in, sign out, and accepting the terms of use. */
export function registerSignIn(app: FastifyInstance, { store }: PageParts): void {
  app.get('/', { config: { page: 'catalogue' } }, async (_request, reply) =>
    reply.redirect('/catalogue', 303),
  );

  app.get('/sign-in', { config: { page: 'sign-in' } }, (_request, reply) =>
    reply.page('sign-in', 'Sign in', { error: null }),
  );

  app.post('/sign-in', { config: { page: 'sign-in' } }, async (request, reply) => {
    const form = SignInForm.safeParse(request.body);
    const account = form.success ? checkPassword(store, form.data.username, form.data.password) : null;
    if (account === null) {
      return await reply.page('sign-in', 'Sign in', { error: 'The user name or the password is wrong.' });
    }
    return reply
      .setCookie(sessionCookie, openSession(store, account.id), cookieOptions)
      .redirect('/catalogue', 303);
  });

  app.post('/sign-out', { config: { page: 'sign-in' } }, async (request, reply) => {
    if (request.session !== null) closeSession(store, request.session.token);
    return reply.clearCookie(sessionCookie, { path: '/' }).redirect('/sign-in', 303);
  });

  app.post('/terms', { config: { page: 'catalogue' } }, async (request, reply) => {
    if (request.session !== null) acceptTerms(store, request.session.token);
    return reply.redirect('/catalogue', 303);
  });
}
