import type { Console } from '../../recipes/console.ts';
import { HubToken, HubTokens } from './schema.ts';
import { paths } from './selectors.ts';

const keptName = 'jupyter-token';
const note = 'Coinslot';
/** Longer than a set-up. It is given back before a member gets in; should that fail, it is void so soon. */
const lastsS = 600;
/** A hub lets every token ask whose it is. */
const ownName = /^read:users:(?:name|groups)!user=/;

type Token = { user: string; id: string; token: string };

/**
 * Asks the hub, as its own page for that does, for a token that opens the seat's server and does nothing else: the member's programs run
 * as that server's user and can read whatever it is sent. With it the server takes our calls at once; its cookies cost a walk of five
 * pages through the hub. What an earlier stay has left at the hub is revoked first. Never fails: whatever is refused here leaves the
 * cookies. Not waited for.
 */
export function askForToken(console: Console, user: string): void {
  const asked = renewToken(console, user).catch((error: unknown) => {
    console.note(`no token of the hub: ${String(error)}`);
    return undefined;
  });
  console.session.kept ??= new Map();
  console.session.kept.set(keptName, asked);
}

/** Once a stay. */
export function ensureToken(console: Console, user: string): void {
  if (console.session.kept?.has(keptName) !== true) askForToken(console, user);
}

/** The token of this stay; undefined = the cookies have to do. */
export async function readToken(console: Console): Promise<string | undefined> {
  return (await keptToken(console))?.token;
}

/** It does not open the server (any more). */
export function dropToken(console: Console): void {
  console.session.kept?.set(keptName, undefined);
}

/** Gives the token back. Never fails: it is void by itself soon, and revoked by the next start. */
export async function revokeToken(console: Console): Promise<void> {
  const held = await keptToken(console);
  if (held === undefined) return;
  dropToken(console);
  await revoke(console, held.user, held.id);
}

async function keptToken({ session }: Console): Promise<Token | undefined> {
  return (session.kept?.get(keptName) as Promise<Token | undefined> | undefined) ?? undefined;
}

async function renewToken(console: Console, user: string): Promise<Token | undefined> {
  const left = await findLeftovers(console, user);
  const revoked = left.map((id) => revoke(console, user, id));
  const [token] = await Promise.all([requestToken(console, user), ...revoked]);
  return token;
}

/** Those of ours, and those by which the servers of this seat knew a browser: an earlier member may have read them there. */
async function findLeftovers(console: Console, user: string): Promise<string[]> {
  const { body } = await console.call('GET', paths.hubTokens(user));
  const listed = HubTokens.safeParse(body).data;
  if (listed === undefined) console.note('the hub does not list the tokens of the seat');
  const found = listed?.api_tokens.filter(
    (token) => token.note === note || typeof token.session_id === 'string',
  );
  return (found ?? []).map(({ id }) => id);
}

/** Hubs before 3.0 read no scopes and answer with a token that does everything: that one is sent to no server. */
async function requestToken(console: Console, user: string): Promise<Token | undefined> {
  const scope = `access:servers!server=${user}/`;
  const request = { note, expires_in: lastsS, scopes: [scope] };
  const { body } = await console.call('POST', paths.hubTokens(user), request);
  const given = HubToken.safeParse(body).data;
  if (given === undefined) return undefined;
  console.addSecret(given.token);
  const more = given.scopes.filter((one) => one !== scope && !ownName.test(one));
  if (given.scopes.includes(scope) && more.length === 0) return { user, ...given };
  await revoke(console, user, given.id);
  return undefined;
}

async function revoke(console: Console, user: string, id: string): Promise<void> {
  const path = `${paths.hubTokens(user)}/${encodeURIComponent(id)}`;
  await console.call('DELETE', path).catch((error: unknown) => {
    console.note(`a token was left at the hub: ${String(error)}`);
  });
}
