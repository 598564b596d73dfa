import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });

export const installation = pgTable('installation', {
  onlyRow: boolean('only_row').primaryKey().default(true),
  brokerId: uuid('broker_id').notNull().defaultRandom(),
  createdAt: at('created_at').notNull().defaultNow(),
  rewardSalt: uuid('reward_salt').notNull().defaultRandom(),
});

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  disabledAt: at('disabled_at'),
  disabledBy: text('disabled_by'),
  disabledReason: text('disabled_reason'),
  lastSeenAt: at('last_seen_at'),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
  termsRevision: integer('terms_revision'),
  termsAcceptedAt: at('terms_accepted_at'),
  deletionRequestedAt: at('deletion_requested_at'),
  deletedAt: at('deleted_at'),
});

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull(),
    token: text('token').notNull().unique(),
    expiresAt: at('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    viewerSessionId: uuid('viewer_session_id'),
    viewerId: uuid('viewer_id'),
    viewReason: text('view_reason'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    signedInBy: text('signed_in_by'),
    confirmedAt: at('confirmed_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_of_user').on(table.userId)],
);

export const identities = pgTable(
  'identities',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    password: text('password'),
    subjectName: text('subject_name'),
    lastUsedAt: at('last_used_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [unique().on(table.issuer, table.subject), index('identities_of_user').on(table.userId)],
);

export const setupCodes = pgTable('setup_codes', {
  codeHash: text('code_hash').primaryKey(),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
  usedBy: uuid('used_by'),
});

export const pendingSignIns = pgTable('pending_sign_ins', {
  tokenHash: text('token_hash').primaryKey(),
  userId: uuid('user_id').notNull(),
  signedInBy: text('signed_in_by').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
});

export const emailLinks = pgTable('email_links', {
  tokenHash: text('token_hash').primaryKey(),
  kind: text('kind').notNull(),
  userId: uuid('user_id'),
  email: text('email').notNull(),
  signUpName: text('sign_up_name'),
  signUpPassword: text('sign_up_password'),
  signUpTermsRevision: integer('sign_up_terms_revision'),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});

export const secondFactors = pgTable('second_factors', {
  userId: uuid('user_id').primaryKey(),
  secret: text('secret').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  confirmedAt: at('confirmed_at'),
  lastStep: bigint('last_step', { mode: 'number' }),
  failedTries: integer('failed_tries').notNull().default(0),
  lastFailedAt: at('last_failed_at'),
});

export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: uuid('user_id').notNull(),
    codeHash: text('code_hash').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const passkeys = pgTable('passkeys', {
  id: uuid('id').primaryKey().defaultRandom(),
  userId: uuid('user_id').notNull(),
  credentialId: text('credential_id').notNull().unique(),
  publicKey: bytes('public_key').notNull(),
  counter: bigint('counter', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull(),
  synced: boolean('synced').notNull(),
  name: text('name').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  lastUsedAt: at('last_used_at'),
});

export const knownDevices = pgTable(
  'known_devices',
  {
    userId: uuid('user_id').notNull(),
    deviceHash: text('device_hash').notNull(),
    seenAt: at('seen_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceHash] })],
);

export const passkeyChallenges = pgTable('passkey_challenges', {
  challengeHash: text('challenge_hash').primaryKey(),
  purpose: text('purpose').notNull(),
  userId: uuid('user_id'),
  expiresAt: at('expires_at').notNull(),
});

/** Rewards that deleted accounts had. */
export const rewardMarks = pgTable(
  'reward_marks',
  {
    mark: text('mark').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.mark, table.campaignId] })],
);
