import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../lib/api-error.ts';
import { notePageOwner, pageOwner } from '../lib/page-owner.ts';
import { createQueryClient } from './query-client.ts';

beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined });
  return () => void vi.unstubAllGlobals();
});

test('after a 401 the page is drawn for nobody', async () => {
  const client = createQueryClient();
  notePageOwner('ada');
  const ask = (status: number) =>
    client
      .fetchQuery({
        queryKey: ['wallet'],
        queryFn: () => Promise.reject(new ApiError({ kind: 'refused', status, message: '' })),
      })
      .catch(() => undefined);
  await ask(403);
  expect(pageOwner()).toBe('ada');
  await ask(401);
  expect(pageOwner()).toBeNull();
});
