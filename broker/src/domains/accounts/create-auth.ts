import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { type Db, inTransaction, type Tx } from '../../database/db.ts';
import { withoutParameters } from '../../observability/describe-error.ts';
import { grantWelcome, openWallet } from '../wallet/index.ts';
import { chooseCookies } from './choose-cookies.ts';
import { identities, sessions, users, verifications } from './tables.ts';

export type AuthContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'bus' | 'log'>;
export type Auth = ReturnType<typeof createAuth>;

// What better-auth warns of although it is a person's mistake, which that person is told: no operator needs to look.
const peoplesMistakes = new Set([
  'User not found',
  'Password not found',
  'Invalid password',
  'Password is too short',
  'Password is too long',
]);

const passwordLength = { least: 10, most: 200 };

// While a transaction of ours runs (withAuthTransaction), better-auth's queries go through it.
const surrounding = new AsyncLocalStorage<Tx>();

/** Runs better-auth's work in this transaction: a new member, their identity, wallet and coins are there together or not at all. */
export function withAuthTransaction<Result>(tx: Tx, act: () => Promise<Result>): Promise<Result> {
  return surrounding.run(tx, act);
}

/** The header by which the address that the broker believes reaches better-auth; a client's own is overwritten. */
export const addressHeader = 'x-coinslot-address';

/** better-auth on our tables: e-mail and password, sessions in the database. One for each process. */
export function createAuth(ctx: AuthContext) {
  const { accounts, http } = ctx.config;
  const cookies = chooseCookies(http.publicUrl);
  const idleSeconds = Math.ceil(accounts.sessionIdleMs / 1000);
  return betterAuth({
    appName: 'Coinslot',
    baseURL: http.publicUrl,
    basePath: '/api/auth',
    secret: ctx.secrets.authSecret,
    trustedOrigins: [http.publicUrl],
    database: drizzleAdapter(followTransaction(ctx.db), {
      provider: 'pg',
      schema: { users, sessions, identities, verifications },
    }),
    user: { modelName: 'users' },
    // A session that is used is prolonged at most twenty times in its idle time.
    session: { modelName: 'sessions', expiresIn: idleSeconds, updateAge: Math.ceil(idleSeconds / 20) },
    account: { modelName: 'identities', fields: { providerId: 'issuer', accountId: 'subject' } },
    verification: { modelName: 'verifications' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    // The routes that mount it limit by account and address.
    rateLimit: { enabled: false },
    // An error that is not an answer reaches the broker's own handler, which logs it and tells nothing.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    advanced: {
      database: { generateId: 'uuid' },
      cookiePrefix: cookies.prefix,
      // Its own prefix would be __Secure-; ours is part of the name.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: cookies.secure, sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    databaseHooks: hooks(ctx),
    logger: {
      level: 'warn',
      log(level, message) {
        const said = withoutParameters(message);
        if (peoplesMistakes.has(said)) ctx.log.info({ why: said }, 'a sign-in or sign-up was refused');
        else
          ctx.log[level === 'error' ? 'error' : 'warn']({ said }, 'the sign-in library reported a problem');
      },
    },
  });
}

function hooks({ db, bus }: AuthContext) {
  return {
    user: {
      create: {
        async after(user: { id: string }) {
          const open = async (tx: Tx) => {
            await openWallet(tx, user.id);
            await grantWelcome(tx, user.id);
          };
          const tx = surrounding.getStore();
          await (tx === undefined ? inTransaction(db, open) : open(tx));
        },
      },
    },
    session: {
      create: {
        async before(session: { userId: string }) {
          if (await isDisabled(surrounding.getStore() ?? db, session.userId)) {
            throw APIError.from('FORBIDDEN', {
              code: 'ACCOUNT_DISABLED',
              message: 'This account was disabled. Ask an admin.',
            });
          }
        },
      },
      delete: {
        async after(session: { id: string; userId: string }) {
          const tell = () => bus.emit('session_ended', { sessionId: session.id, userId: session.userId });
          const tx = surrounding.getStore();
          if (tx === undefined) tell();
          else tx.afterCommit(tell);
        },
      },
    },
  };
}

async function isDisabled(db: Db | Tx, userId: string): Promise<boolean> {
  const disabled = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.disabledAt)));
  return disabled.length > 0;
}

function followTransaction(db: Db): Db {
  return new Proxy(db, {
    get(target, name) {
      const current: object = surrounding.getStore() ?? target;
      const value: unknown = Reflect.get(current, name);
      return typeof value === 'function' ? value.bind(current) : value;
    },
  });
}
