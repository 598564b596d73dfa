import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const random = () => randomBytes(48).toString('base64');
const good = {
  NODE_ENV: 'production',
  COINSLOT_SECRET_KEY: randomBytes(32).toString('base64'),
  COINSLOT_AUTH_SECRET: random(),
  COINSLOT_METRICS_TOKEN: random(),
  BROKER_PUBLIC_URL: 'https://coins.example.org',
  DATABASE_URL: 'postgres://coinslot:Zq8-7fLw2kPx@db.example.org/coinslot',
  BROKER_SMTP_URL: 'smtps://coins:hunter2@mail.example.org:465',
  BROKER_MAIL_FROM: 'coins@example.org',
};

const notRandom = 'is not random: make one that nobody knows';
const refusals: [variable: string, value: string | undefined, sentence: string][] = [
  ['COINSLOT_SECRET_KEY', undefined, 'is required in production'],
  ['COINSLOT_SECRET_KEY', Buffer.alloc(32).toString('base64'), notRandom],
  [
    'COINSLOT_SECRET_KEY',
    Buffer.from('0123456789abcdef'.slice(0, 8).repeat(4)).toString('base64'),
    notRandom,
  ],
  ['COINSLOT_SECRET_KEY', `${good.COINSLOT_SECRET_KEY},${Buffer.alloc(32, 7).toString('base64')}`, notRandom],
  ['COINSLOT_SECRET_KEY', 'c2hvcnQ=', 'must be 32 bytes in base64'],
  ['COINSLOT_AUTH_SECRET', undefined, 'is required in production'],
  ['COINSLOT_AUTH_SECRET', '', 'is required in production'],
  ['COINSLOT_AUTH_SECRET', 'x'.repeat(48), notRandom],
  ['COINSLOT_AUTH_SECRET', 'change-me-change-me-change-me-change-me', notRandom],
  ['COINSLOT_AUTH_SECRET', 'too short', 'must have 32 characters or more'],
  ['COINSLOT_METRICS_TOKEN', 'a-sample-token-of-a-document', notRandom],
  ['COINSLOT_METRICS_TOKEN', good.COINSLOT_AUTH_SECRET, 'is the same as COINSLOT_AUTH_SECRET'],
  ['BROKER_PUBLIC_URL', undefined, 'must be an https address in production'],
  ['BROKER_PUBLIC_URL', 'http://coins.example.org', 'must be an https address in production'],
  ['BROKER_PUBLIC_URL', 'http://localhost:8080', 'must be an https address in production'],
  ['DATABASE_URL', 'postgres://coinslot:coinslot@db/coinslot', 'holds a password that others can guess'],
  ['DATABASE_URL', 'postgres://shop:postgres@db/coinslot', 'holds a password that others can guess'],
  ['DATABASE_URL', 'postgres://dora:dora@db/coinslot', 'holds a password that others can guess'],
  ['DATABASE_URL', 'postgres://coinslot:changeme-now@db/coinslot', 'holds a password that others can guess'],
  [
    'BROKER_SMTP_URL',
    'smtp://coins:hunter2@mail.example.org?security=none',
    'must be encrypted in production',
  ],
  ['BROKER_DISCORD_URL', 'http://127.0.0.1:5555', 'must be https in production'],
  ['BROKER_GOOGLE_URL', 'http://127.0.0.1:5555', 'must be https in production'],
  ['BROKER_X_URL', 'http://127.0.0.1:5555', 'must be https in production'],
  ['BROKER_CLOUDFLARE_URL', 'http://127.0.0.1:5555', 'must be https in production'],
];

test.each(refusals)('production refuses %s = %s: it %s', (variable, value, sentence) => {
  const read = () => readConfig({ ...good, [variable]: value });
  expect(read).toThrow(`${variable}: ${sentence}`);
  // A sentence without the value: it goes to a log.
  if (value !== undefined && value !== '') expect(read).not.toThrow(value);
});

test('production takes random secrets, an https address, and a database without a password', () => {
  expect(readConfig(good)).toMatchObject({ production: true, metricsToken: good.COINSLOT_METRICS_TOKEN });
  const socket = 'postgres://coinslot@localhost/coinslot?host=/run/postgresql';
  expect(readConfig({ ...good, DATABASE_URL: socket }).database.url).toBe(socket);
  const relay = 'smtp://coins:hunter2@127.0.0.1:25?security=none';
  expect(readConfig({ ...good, BROKER_SMTP_URL: relay }).mail.server).toMatchObject({ security: 'none' });
});

test('outside of production the same values are a developer’s own business', () => {
  const read = readConfig({
    COINSLOT_AUTH_SECRET: 'x'.repeat(48),
    COINSLOT_SECRET_KEY: Buffer.alloc(32).toString('base64'),
  });
  expect(read.production).toBe(false);
});
