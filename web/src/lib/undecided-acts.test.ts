import { beforeEach, expect, test, vi } from 'vitest';

const [ada, grace] = [crypto.randomUUID(), crypto.randomUUID()];
const buy = { method: 'POST', path: '/api/v1/machines', body: { productId: ada, price: 20 }, owner: ada };

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
  endAct({ path: buy.path, key: 'first', succeeded: true });
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

test('an act that was undone meanwhile is a new act when it comes again; on another thing, or after a refusal, it is not', async () => {
  const { beginAct, endAct } = await loadPage();
  const path = (id: string, verb: string) => `/api/v1/admin/workers/${id}/${verb}`;
  const act = (id: string, verb: string, key: string) =>
    beginAct({ method: 'POST', path: path(id, verb), body: {}, key, owner: ada });
  act(ada, 'drain', 'drain');
  act(grace, 'drain', 'other drain');
  endAct({ path: path(ada, 'resume'), key: act(ada, 'resume', 'refused'), succeeded: false });
  expect(act(ada, 'drain', 'after a refusal')).toBe('drain');
  endAct({ path: path(ada, 'resume'), key: act(ada, 'resume', 'resume'), succeeded: true });
  expect(act(ada, 'drain', 'drain again')).toBe('drain again');
  expect(act(grace, 'drain', 'other drain again')).toBe('other drain');
});

test('an extension nobody knows the end of is not paid twice because a restart was decided meanwhile', async () => {
  const { beginAct, endAct } = await loadPage();
  const path = (verb: string) => `/api/v1/machines/${grace}/${verb}`;
  const act = (verb: string, key: string) =>
    beginAct({ method: 'POST', path: path(verb), body: {}, key, owner: ada });
  act('extend', 'extend');
  endAct({ path: path('restart'), key: act('restart', 'restart'), succeeded: true });
  expect(act('extend', 'extend again')).toBe('extend');
});

test('what another member sent from this tab is none of the next one’s acts, and what is too old is not kept', async () => {
  vi.useFakeTimers();
  try {
    const { beginAct } = await loadPage();
    beginAct({ ...buy, key: 'first' });
    expect(beginAct({ ...buy, owner: grace, key: 'second' })).toBe('second');
    expect(beginAct({ ...buy, key: 'third' })).toBe('first');
    vi.advanceTimersByTime(11 * 60_000);
    beginAct({ ...buy, path: '/api/v1/vouchers/redeem', key: 'fourth' });
    expect(JSON.parse(sessionStorage.getItem('coinslot.undecided-acts') ?? '')).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('an act did nothing when it was taken for an earlier one that had happened; a repeat of its own is no such', async () => {
  const { beginAct, noteReplay, wasSwallowed } = await loadPage();
  beginAct({ ...buy, key: 'first' });
  beginAct({ ...buy, key: 'second' });
  noteReplay('first');
  noteReplay('second');
  expect([wasSwallowed('first'), wasSwallowed('second')]).toEqual([false, true]);
});

test('no body is kept, only a short hash of it', async () => {
  const { beginAct } = await loadPage();
  beginAct({ ...buy, body: { password: 'correct horse' }, key: 'first' });
  const kept: unknown = JSON.parse(sessionStorage.getItem('coinslot.undecided-acts') ?? '');
  const input: unknown = expect.any(Number);
  expect(kept).toEqual([{ path: buy.path, input, key: 'first', at: expect.any(Number), owner: ada }]);
});
