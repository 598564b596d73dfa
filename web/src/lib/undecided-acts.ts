import { z } from 'zod';

/** An act that was sent and whose answer has not come. */
const UndecidedAct = z.object({ path: z.string(), input: z.int(), key: z.string(), at: z.number() });

type Act = { method: string; path: string; body: unknown; key: string };

const storeName = 'coinslot.undecided-acts';
const keptMs = 10 * 60_000;

/** By the key that an act was begun with, the one it is sent with: that stays while the act repeats itself. */
const sentKeys = new Map<string, string>();
let undecided = load();

/**
 * The Idempotency-Key to send an act with: its own, or the one of the same act with the same input that this tab sent within the last
 * ten minutes without learning what became of it. So nothing happens twice when a form is closed, or the page loaded anew, and the same
 * is sent again. Only for POST: what is put or deleted may be so twice.
 */
export function beginAct({ method, path, body, key }: Act): string {
  if (method !== 'POST') return key;
  const known = sentKeys.get(key);
  if (known !== undefined) return known;
  const input = shortHash(JSON.stringify(body) ?? '');
  const at = Date.now();
  const earlier = undecided.find((act) => act.path === path && act.input === input && act.at > at - keptMs);
  const sent = earlier?.key ?? key;
  sentKeys.set(key, sent);
  store([...undecided.filter((act) => act !== earlier), { path, input, key: sent, at }]);
  return sent;
}

/**
 * The server has decided it. Other acts on the same thing are forgotten with it: after locking, unlocking and locking again the last one is
 * an act of its own, although nobody ever learned what became of the first.
 */
export function endAct({ path, key }: Pick<Act, 'path' | 'key'>): void {
  const isOtherActOnSame = (other: string) => other !== path && thingOf(other) === thingOf(path);
  const left = undecided.filter((act) => act.key !== key && !isOtherActOnSame(act.path));
  if (left.length < undecided.length) store(left);
}

/** `/machines/<id>` of `/machines/<id>/stop`; an address without an id stands for itself. */
function thingOf(path: string): string {
  return /^.*\/[0-9a-f-]{36}(?=\/[^/]*$)/.exec(path)?.[0] ?? path;
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
