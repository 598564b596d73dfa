import { isLoopbackHost } from '@coinslot/shared/loopback-host.ts';
import type { BrokerEnvironment } from './config.ts';

/**
 * What a developer's machine may leave out, production must say; and what everybody could know (the samples of documents and images,
 * a key of one repeated byte, a password that is the user's name) is as good as left out. One sentence each, without values.
 */
export function readProductionProblems(env: BrokerEnvironment): string[] {
  if (env.NODE_ENV !== 'production') return [];
  return [
    ...readKeyProblems(env),
    ...readTextProblems(env),
    ...readAddressProblems(env),
    ...readDatabaseProblems(env),
    ...readMailProblems(env),
  ];
}

// 32 random bytes hold about 30 different ones.
const differentBytesMin = 16;
// 32 random letters hold about 25 different ones in base64, 14 in hexadecimal.
const differentLettersMin = 9;
const placeholders =
  /change.?me|change.?this|replace|example|sample|default|password|passwort|insecure|placeholder/i;

function readKeyProblems(env: BrokerEnvironment): string[] {
  const make = '(openssl rand -base64 32)';
  if (env.COINSLOT_SECRET_KEY.length === 0) return [`COINSLOT_SECRET_KEY: is required in production ${make}`];
  return env.COINSLOT_SECRET_KEY.some((key) => new Set(key).size < differentBytesMin)
    ? [`COINSLOT_SECRET_KEY: is not random: make one that nobody knows ${make}`]
    : [];
}

function readTextProblems(env: BrokerEnvironment): string[] {
  const make = '(openssl rand -base64 48)';
  const missing =
    env.COINSLOT_AUTH_SECRET === undefined ? [`COINSLOT_AUTH_SECRET: is required in production ${make}`] : [];
  const guessed = (['COINSLOT_AUTH_SECRET', 'COINSLOT_METRICS_TOKEN'] as const)
    .filter((name) => isGuessable(env[name]))
    .map((name) => `${name}: is not random: make one that nobody knows ${make}`);
  const twice =
    env.COINSLOT_METRICS_TOKEN !== undefined && env.COINSLOT_METRICS_TOKEN === env.COINSLOT_AUTH_SECRET
      ? [
          'COINSLOT_METRICS_TOKEN: is the same as COINSLOT_AUTH_SECRET; whoever reads metrics could sign cookies',
        ]
      : [];
  return [...missing, ...guessed, ...twice];
}

function isGuessable(secret: string | undefined): boolean {
  if (secret === undefined) return false;
  return new Set(secret).size < differentLettersMin || placeholders.test(secret);
}

function readAddressProblems(env: BrokerEnvironment): string[] {
  return env.BROKER_PUBLIC_URL?.startsWith('https:') === true
    ? []
    : ['BROKER_PUBLIC_URL: must be an https address in production, because sign-in cookies travel there'];
}

// No password is another matter: a socket or a certificate says who comes.
function readDatabaseProblems(env: BrokerEnvironment): string[] {
  if (env.DATABASE_URL === undefined) return [];
  const { username, password } = new URL(env.DATABASE_URL);
  if (password === '') return [];
  const plain = decode(password);
  const known = ['postgres', 'coinslot', decode(username)].includes(plain) || placeholders.test(plain);
  return known || plain.length < 8
    ? [
        'DATABASE_URL: holds a password that others can guess: give the role a random one of 8 characters or more',
      ]
    : [];
}

function readMailProblems(env: BrokerEnvironment): string[] {
  const url = env.BROKER_SMTP_URL === undefined ? null : URL.parse(env.BROKER_SMTP_URL);
  if (url === null || url.password === '') return [];
  const plain = url.protocol === 'smtp:' && url.searchParams.get('security') === 'none';
  return plain && !isLoopbackHost(url.hostname)
    ? [
        'BROKER_SMTP_URL: must be encrypted in production, because it holds a password: leave security=none away',
      ]
    : [];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
