import { setTimeout as pause } from 'node:timers/promises';
import { publicUrl } from './broker-process.ts';

/** A call that changes something, until somebody answered it: as a page repeats it, with the same key. */
export interface Asked {
  cookie: string;
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  key?: string;
  /** When it gives up; status 0 then. */
  patienceMs?: number;
}

export interface Told {
  status: number;
  body: unknown;
}

const tryAgainMs = 150;

/** @returns the last answer, or status 0 when none came in time */
export async function askBroker(brokerUrl: string, asked: Asked): Promise<Told> {
  const givesUpAt = performance.now() + (asked.patienceMs ?? 30_000);
  for (;;) {
    const told = await askOnce(brokerUrl, asked).catch(() => ({ status: 0, body: null }));
    const mayBetter = told.status === 0 || told.status >= 500 || told.status === 429;
    if (!mayBetter || performance.now() > givesUpAt) return told;
    await pause(tryAgainMs);
  }
}

async function askOnce(brokerUrl: string, asked: Asked): Promise<Told> {
  const { cookie, method = 'GET', path, body, key } = asked;
  const response = await fetch(new URL(path, brokerUrl), {
    method,
    headers: {
      cookie,
      origin: publicUrl,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}
