import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Figures } from '../scenario.ts';
import { boundRound } from './bound-round.ts';

const never = new AbortController().signal;
const hang = (): Promise<never> => new Promise(() => undefined);

test('a round answers its figures, and what it throws is thrown', async () => {
  expect(await boundRound(async () => ({ cuts: 3 }), 1, { signal: never })).toEqual({ cuts: 3 });
  const broken = async (): Promise<never> => {
    throw new Error('no Postgres');
  };
  await expect(boundRound(broken, 1, { signal: never })).rejects.toThrow('no Postgres');
});

test('a round that hangs is told so, and left behind when it does not listen', async () => {
  const times = { mostMs: 20, patienceMs: 20 };
  await expect(boundRound(hang, 1, { signal: never, ...times })).rejects.toThrow('did not end within');
  let heard = '';
  async function listening(_seed: number, signal: AbortSignal): Promise<Figures> {
    await sleep(60_000, undefined, { signal }).catch(() => (heard = String(signal.reason)));
    signal.throwIfAborted();
    return {};
  }
  await expect(boundRound(listening, 1, { signal: never, mostMs: 20 })).rejects.toThrow('did not end within');
  expect(heard).toContain('did not end within');
});

test('a run that is stopped waits for its round no longer than for what it has to give back', async () => {
  const stopping = new AbortController();
  const round = boundRound(hang, 1, { signal: stopping.signal, patienceMs: 20 });
  stopping.abort();
  await expect(round).rejects.toThrow('aborted');
});
