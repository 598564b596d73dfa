import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { checkPassword, findAccount } from '../store/accounts.ts';
import { sessionCookie } from './guard.ts';
import { limitTries } from './limit-tries.ts';
import type { PageParts } from './register-pages.ts';
import type { Sessions } from './sessions.ts';

const SignInForm = z.object({ username: z.string().max(64), password: z.string().max(256) });
const signInPage = { config: { page: 'sign-in' } } as const;
const cataloguePage = { config: { page: 'catalogue' } } as const;

/** Sign in, sign out, and accepting the terms of use. */
export function registerAccountPages(app: FastifyInstance, { store }: PageParts, sessions: Sessions): void {
  const tries = limitTries();

  app.get('/', cataloguePage, async (_request, reply) => reply.redirect('/catalogue', 303));
  app.get('/sign-in', signInPage, (_request, reply) => reply.page('sign-in', 'Sign in', { error: null }));

  app.post('/sign-in', signInPage, async (request, reply) => {
    const form = SignInForm.safeParse(request.body);
    const { username, password } = form.data ?? { username: '', password: '' };
    const key = `${request.ip} ${username}`;
    // Looked at again after the password: many tries at once must not slip past the limit.
    const right = !tries.isPaused(key) && (await checkPassword(store, username, password));
    if (tries.isPaused(key)) {
      const error = 'There were too many wrong tries. Please wait a minute.';
      return await reply.code(429).page('sign-in', 'Sign in', { error });
    }
    const account = right ? findAccount(store, username) : null;
    if (account === null) {
      tries.countWrong(key);
      return await reply.page('sign-in', 'Sign in', { error: 'The user name or the password is wrong.' });
    }
    tries.forget(key);
    const token = sessions.open(account);
    const options = { httpOnly: true, sameSite: 'lax', path: '/' } as const;
    return reply.setCookie(sessionCookie, token, options).redirect('/catalogue', 303);
  });

  app.post('/sign-out', signInPage, async (request, reply) => {
    if (request.session !== null) sessions.close(request.session);
    return reply.clearCookie(sessionCookie, { path: '/' }).redirect('/sign-in', 303);
  });

  app.post('/terms', cataloguePage, async (request, reply) => {
    if (request.session !== null) request.session.termsAccepted = true;
    return reply.redirect('/catalogue', 303);
  });
}
