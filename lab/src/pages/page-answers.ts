import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Machine } from '../store/machines.ts';
import { findMachine } from '../store/machines.ts';
import type { Store } from '../store/open-store.ts';
import type { Session } from '../store/sessions.ts';
import type { SwitchBox } from '../switches/switches.ts';
import { renderPage } from './render-page.ts';

const MachineParams = z.object({ id: z.string() });

/** The session that the guard found. @throws Error on a route without the guard. */
export function requireSession(request: FastifyRequest): Session {
  if (request.session === null) throw new Error('This route needs a session.');
  return request.session;
}

/** The machine that the address names, if it is the session's own. */
export function findOwnMachine(store: Store, request: FastifyRequest): Machine | null {
  const machine = findMachine(store, MachineParams.parse(request.params).id);
  return machine !== null && machine.accountId === requireSession(request).accountId ? machine : null;
}

export function renderNotFound(
  request: FastifyRequest,
  reply: FastifyReply,
  switches: SwitchBox,
): Promise<FastifyReply> {
  return renderPage(
    request,
    reply.code(404),
    switches,
    'message',
    { title: 'Not found' },
    { text: 'There is no such page or machine.' },
  );
}
