import type { Answer, Exchange } from './http-exchange.ts';
import { people, type Person } from './people.ts';
import type { ProviderStandIn } from './provider-stand-in.ts';

const challengeShape = /^[A-Za-z0-9_-]{43}$/;

/**
 * Where the browser arrives. Refuses with a page what a strict provider refuses before it trusts the address to go back to. Whoever is
 * there chooses a person (`as=<id>`) or says no (`as=nobody`); without it, a page asks.
 */
export function answerAuthorize(standIn: ProviderStandIn, { url }: Exchange): Answer {
  const asked = url.searchParams;
  const get = (name: string) => asked.get(name) ?? '';
  if (get('client_id') !== standIn.client.clientId) return refuse('unknown client_id');
  if (get('redirect_uri') !== standIn.client.redirectUri)
    return refuse('redirect_uri is not the registered one');
  const back = new URL(standIn.client.redirectUri);
  back.searchParams.set('state', get('state'));
  const problem = findProblem(standIn, get);
  if (problem !== null) {
    back.searchParams.set('error', 'invalid_request');
    return { status: 302, headers: { location: back.href } };
  }
  const choice = get('as');
  if (choice === '') return { status: 200, body: page(standIn, url) };
  const person = choose(choice);
  if (person === undefined) {
    back.searchParams.set('error', 'access_denied');
    return { status: 302, headers: { location: back.href } };
  }
  const code = standIn.codes.give({
    clientId: get('client_id'),
    redirectUri: get('redirect_uri'),
    challenge: get('code_challenge'),
    nonce: asked.get('nonce'),
    scope: get('scope'),
    person,
  });
  back.searchParams.set('code', code);
  return { status: 302, headers: { location: back.href } };
}

function findProblem({ kind }: ProviderStandIn, get: (name: string) => string): string | null {
  if (get('response_type') !== 'code') return 'response_type';
  if (get('state').length < 43) return 'state';
  if (get('code_challenge_method') !== 'S256' || !challengeShape.test(get('code_challenge'))) return 'PKCE';
  if (kind === 'google' && !get('scope').split(' ').includes('openid')) return 'scope';
  return kind === 'google' && get('nonce').length < 43 ? 'nonce' : null;
}

function choose(choice: string): Person | undefined {
  return people.find(({ id }) => id === choice) ?? parsePerson(choice);
}

/** Tests make people up: `as=<id>,<name>,<email>,<verified>`. */
function parsePerson(choice: string): Person | undefined {
  const [id, name, email, verified] = choice.split(',');
  if (id === undefined || name === undefined || email === undefined) return undefined;
  return { id, name, email, emailVerified: verified === 'true' };
}

function refuse(why: string): Answer {
  return { status: 400, body: `<!doctype html><title>Refused</title><p>The stand-in refuses: ${why}.` };
}

function page({ kind }: ProviderStandIn, url: URL): string {
  const link = (choice: string, words: string) => {
    const to = new URL(url);
    to.searchParams.set('as', choice);
    return `<li><a href="${to.pathname}${to.search.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">${words}</a>`;
  };
  const choices = people.map(({ id, name }) => link(id, `Go on as ${name}`)).join('');
  const scope = (url.searchParams.get('scope') ?? '').replace(/[^\w .:-]/g, '');
  return `<!doctype html><title>Stand-in for ${kind}</title><h1>Stand-in for ${kind}</h1>
<p>The shop asks for: ${scope}<ul>${choices}${link('nobody', 'Say no')}</ul>`;
}
