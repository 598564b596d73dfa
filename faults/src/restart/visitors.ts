import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Machine } from '../../../shared/src/http/machines.ts';
import type { Random } from '../random.ts';
import { Violation } from '../scenario.ts';
import { publicUrl } from '../simulator/world/broker-process.ts';
import type { House } from './open-house.ts';

/** Members on their pages while the broker comes and goes. */
export interface Visitors {
  /** How many answers of each kind they got. */
  answers: Record<'answered' | 'told to come again' | 'found nobody', number>;
  /** The machine of each purchase that was answered. */
  bought: string[];
  /** What nobody may be answered; the first of it. */
  wrong: () => Violation | null;
  /** Lets each finish what it is at. */
  leave: () => Promise<void>;
}

const [lookers, buyers] = [10, 8];
const [lookEveryMs, tryAgainMs] = [150, 200];
const patienceMs = 60_000;

export function sendVisitors(house: House, random: Random, signal: AbortSignal): Visitors {
  const leaving = new AbortController();
  const until = AbortSignal.any([leaving.signal, signal]);
  const answers = { answered: 0, 'told to come again': 0, 'found nobody': 0 };
  const bought: string[] = [];
  let wrong: Violation | null = null;

  async function ask(cookie: string, path: string, sent?: { key: string; body?: unknown }) {
    const answer = await askOnce(house, cookie, path, sent);
    if (answer === null) answers['found nobody'] += 1;
    else if (answer.status === 503 && answer.retryAfter !== null) answers['told to come again'] += 1;
    else if (answer.status >= 400)
      wrong ??= new Violation(`a member was answered ${answer.status}`, { path, answer });
    else {
      answers.answered += 1;
      return answer.body;
    }
    return null;
  }

  /** As a page does: the same key again until somebody answered. */
  async function insist(cookie: string, path: string, body?: unknown): Promise<unknown> {
    const sent = { key: randomUUID(), ...(body === undefined ? {} : { body }) };
    return await repeat(() => ask(cookie, path, sent));
  }

  async function repeat<Found>(look: () => Promise<Found | null>): Promise<Found> {
    const givesUpAt = performance.now() + patienceMs;
    for (;;) {
      const found = await look();
      if (found !== null) return found;
      signal.throwIfAborted();
      if (wrong !== null) throw wrong;
      if (performance.now() > givesUpAt) throw new Violation('a member was not served within a minute');
      await pause(tryAgainMs);
    }
  }

  async function look(cookie: string, own: Random): Promise<void> {
    const pages = ['/api/v1/machines', '/api/v1/me', '/api/v1/products', '/api/v1/wallet'];
    while (!until.aborted) {
      await ask(cookie, own.pick(pages));
      await pause(lookEveryMs);
    }
  }

  async function buyAndStop(cookie: string, own: Random): Promise<void> {
    while (!until.aborted) {
      const productId = own.pick(house.shop.productIds);
      const { id } = Bought.parse(await insist(cookie, '/api/v1/machines', { productId }));
      bought.push(id);
      await repeat(async () => {
        const machine = await ask(cookie, `/api/v1/machines/${id}`);
        return machine !== null && Bought.parse(machine).state === 'ready' ? machine : null;
      });
      await pause(own.whole(0, 1_000));
      await insist(cookie, `/api/v1/machines/${id}/stop`);
    }
  }

  const { members } = house.shop;
  const acting = [
    ...members.slice(0, lookers).map((cookie, at) => look(cookie, random.fork(`looker ${at}`))),
    ...members.slice(-buyers).map((cookie, at) => buyAndStop(cookie, random.fork(`buyer ${at}`))),
  ].map((act) =>
    act.catch((error: unknown) => {
      if (error instanceof Violation) wrong ??= error;
      else if (!signal.aborted) wrong ??= new Violation('a member could not go on', { error: String(error) });
    }),
  );
  return {
    answers,
    bought,
    wrong: () => wrong,
    async leave() {
      leaving.abort();
      await Promise.all(acting);
    },
  };
}

const Bought = Machine.pick({ id: true, state: true });

/** Null when nobody listened, or the line broke before the answer. */
async function askOnce(
  house: House,
  cookie: string,
  path: string,
  sent?: { key: string; body?: unknown },
): Promise<{ status: number; retryAfter: string | null; body: unknown } | null> {
  const hasBody = sent?.body !== undefined;
  try {
    const response = await fetch(new URL(path, house.broker.url), {
      method: sent === undefined ? 'GET' : 'POST',
      headers: {
        cookie,
        origin: publicUrl,
        ...(sent === undefined ? {} : { 'idempotency-key': sent.key }),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
      },
      ...(hasBody ? { body: JSON.stringify(sent.body) } : {}),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: text.startsWith('{') ? JSON.parse(text) : text,
    };
  } catch {
    return null;
  }
}
