import { beforeEach, expect, test, vi } from 'vitest';

const [ada, grace] = [crypto.randomUUID(), crypto.randomUUID()];
const buy = { method: 'POST', path: '/api/v1/machines', body: { productId: ada, price: 20 } };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
  return () => void vi.unstubAllGlobals();
});

/** The page, loaded anew: what it kept in memory is gone. */
async function loadPage() {
  vi.resetModules();
  return await import('./undecided-acts.ts');
}

test('the same input again carries the key of the act nobody knows the end of, also after the page was loaded anew', async () => {
  const before = await loadPage();
  expect(before.beginAct({ ...buy, key: 'first' })).toBe('first');
  expect(before.beginAct({ ...buy, key: 'first' })).toBe('first');
  const { beginAct, endAct } = await loadPage();
  expect(beginAct({ ...buy, key: 'second' })).toBe('first');
  expect(beginAct({ ...buy, body: { ...buy.body, price: 30 }, key: 'third' })).toBe('third');
  endAct({ path: buy.path, key: 'first' });
  // It repeats itself under the key it began with, whatever has become of the other one.
  expect(beginAct({ ...buy, key: 'second' })).toBe('first');
  expect(beginAct({ ...buy, key: 'fourth' })).toBe('fourth');
});

test('a key is kept for ten minutes, and never for what is put or deleted', async () => {
  vi.useFakeTimers();
  try {
    const { beginAct } = await loadPage();
    beginAct({ ...buy, key: 'first' });
    vi.advanceTimersByTime(11 * 60_000);
    expect(beginAct({ ...buy, key: 'second' })).toBe('second');
    expect(beginAct({ ...buy, method: 'PUT', key: 'third' })).toBe('third');
  } finally {
    vi.useRealTimers();
  }
});

test('another act on the same thing, decided meanwhile, makes the same again a new act; one on another thing does not', async () => {
  const { beginAct, endAct } = await loadPage();
  const act = (id: string, verb: string, key: string) =>
    beginAct({ method: 'POST', path: `/api/v1/admin/workers/${id}/${verb}`, body: {}, key });
  act(ada, 'lock', 'lock');
  act(grace, 'lock', 'other lock');
  endAct({ path: `/api/v1/admin/workers/${ada}/unlock`, key: act(ada, 'unlock', 'unlock') });
  expect(act(ada, 'lock', 'lock again')).toBe('lock again');
  expect(act(grace, 'lock', 'other lock again')).toBe('other lock');
});

test('no body is kept, only a short hash of it', async () => {
  const { beginAct } = await loadPage();
  beginAct({ ...buy, body: { password: 'correct horse' }, key: 'first' });
  const kept: unknown = JSON.parse(sessionStorage.getItem('coinslot.undecided-acts') ?? '');
  expect(kept).toEqual([{ path: buy.path, input: expect.any(Number), key: 'first', at: expect.any(Number) }]);
});
