import { z } from 'zod';

/** An act that was sent and whose answer has not come; `owner` is the member whose it is. */
const UndecidedAct = z.object({
  path: z.string(),
  input: z.int(),
  key: z.string(),
  at: z.number(),
  owner: z.string().nullable(),
});

type Act = { method: string; path: string; body: unknown; key: string; owner: string | null };

const storeName = 'coinslot.undecided-acts';
const keptMs = 10 * 60_000;

/** Acts on one thing that undo each other, by the last word of their address. */
const undoneBy: Readonly<Record<string, readonly string[]>> = {
  drain: ['resume'],
  resume: ['drain'],
  disable: ['reopen', 'enable'],
  reopen: ['disable'],
  enable: ['disable'],
  archive: ['restore'],
  restore: ['archive'],
  pause: ['go-on'],
  'go-on': ['pause'],
};

/** By the key that an act was begun with, the one it is sent with: that stays while the act repeats itself. */
const sentKeys = new Map<string, string>();
/** The keys of acts that were sent with an earlier one's, which had happened already. */
const swallowed = new Set<string>();
let undecided = load();

/**
 * The Idempotency-Key to send an act with: its own, or the one of the same member's same act with the same input that this tab sent
 * within the last ten minutes without learning what became of it. So nothing happens twice when a form is closed, or the page loaded
 * anew, and the same is sent again. Only for POST: what is put or deleted may be so twice.
 */
export function beginAct({ method, path, body, key, owner }: Act): string {
  if (method !== 'POST') return key;
  const known = sentKeys.get(key);
  if (known !== undefined) return known;
  const input = shortHash(JSON.stringify(body) ?? '');
  const at = Date.now();
  const fresh = undecided.filter((act) => act.at > at - keptMs);
  const earlier = fresh.find((act) => act.path === path && act.input === input && act.owner === owner);
  const sent = earlier?.key ?? key;
  sentKeys.set(key, sent);
  store([...fresh.filter((act) => act !== earlier), { path, input, key: sent, at, owner }]);
  return sent;
}

/**
 * The server has decided it. An act that succeeded makes those that it undid forgotten: after draining, resuming and draining again the
 * last one is an act of its own, although nobody ever learned what became of the first. No other act forgets one: an extension may be
 * paid for although a restart was decided meanwhile.
 */
export function endAct({ path, key, succeeded }: { path: string; key: string; succeeded: boolean }): void {
  const undone = succeeded ? undoneOf(path) : [];
  const left = undecided.filter((act) => act.key !== key && !undone.includes(act.path));
  if (left.length < undecided.length) store(left);
}

/** The answer to the act that began with this key was given before, to whichever request. */
export function noteReplay(key: string): void {
  if ((sentKeys.get(key) ?? key) !== key) swallowed.add(key);
}

/** True when the act that began with this key did nothing: it was taken for an earlier one, and that had happened. */
export function wasSwallowed(key: string): boolean {
  return swallowed.has(key);
}

function undoneOf(path: string): string[] {
  const verb = path.slice(path.lastIndexOf('/') + 1);
  return (undoneBy[verb] ?? []).map((other) => `${path.slice(0, -verb.length)}${other}`);
}

/** Enough to tell two inputs apart, too little to find a password by; the server refuses a key that came with another input. */
function shortHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}

function store(acts: z.infer<typeof UndecidedAct>[]): void {
  undecided = acts;
  try {
    sessionStorage.setItem(storeName, JSON.stringify(acts));
  } catch {
    // Without storage it holds until the page is loaded anew.
  }
}

function load(): z.infer<typeof UndecidedAct>[] {
  try {
    return z.array(UndecidedAct).parse(JSON.parse(sessionStorage.getItem(storeName) ?? '[]'));
  } catch {
    return [];
  }
}
