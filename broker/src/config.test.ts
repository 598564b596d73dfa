import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BrokerEnvironment, readConfig } from './config.ts';

const production = {
  NODE_ENV: 'production',
  COINSLOT_SECRET_KEY: randomBytes(32).toString('base64'),
  COINSLOT_AUTH_SECRET: randomBytes(48).toString('base64'),
  BROKER_PUBLIC_URL: 'https://coins.example.org/',
};

test('nothing set is enough on a developer’s machine', () => {
  expect(readConfig({})).toMatchObject({
    production: false,
    http: { listen: '127.0.0.1', port: 8080, publicUrl: 'http://localhost:8080' },
    machines: { activePerMemberMax: 2 },
  });
});

test('one error names every wrong variable, and repeats no value', () => {
  const secret = 'c2VjcmV0IG9mIHRoZSBvcGVyYXRvcg==';
  const read = () =>
    readConfig({ BROKER_PORT: 'http', BROKER_LOST_AFTER_MS: '1.5', COINSLOT_SECRET_KEY: secret });
  expect(read).toThrow(/BROKER_PORT: [^]*BROKER_LOST_AFTER_MS: |COINSLOT_SECRET_KEY: /);
  for (const name of ['BROKER_PORT', 'BROKER_LOST_AFTER_MS', 'COINSLOT_SECRET_KEY'])
    expect(read).toThrow(name);
  expect(read).not.toThrow(secret);
});

test('production refuses missing secrets and an address without https, all in one error', () => {
  const read = () => readConfig({ NODE_ENV: 'production', BROKER_PUBLIC_URL: 'http://coins.example.org' });
  for (const name of ['COINSLOT_SECRET_KEY', 'COINSLOT_AUTH_SECRET', 'BROKER_PUBLIC_URL']) {
    expect(read).toThrow(name);
  }
  expect(readConfig(production)).toMatchObject({
    production: true,
    http: { publicUrl: 'https://coins.example.org' },
  });
});

test('a worker must be suspect before it is fenced, and fenced before it is lost', () => {
  expect(() => readConfig({ BROKER_FENCE_AFTER_MS: '90000' })).toThrow(
    'BROKER_LOST_AFTER_MS: must be longer than BROKER_FENCE_AFTER_MS',
  );
});

test('auto-extend must buy before the margin in which no time is sold any more', () => {
  const refusal =
    'BROKER_AUTO_EXTEND_BEFORE_MS: must be longer than BROKER_EXTENSION_MARGIN_MS, within which no time is sold';
  expect(() => readConfig({ BROKER_AUTO_EXTEND_BEFORE_MS: '10000' })).toThrow(refusal);
  expect(() => readConfig({ BROKER_EXTENSION_MARGIN_MS: '600000' })).toThrow(refusal);
  expect(readConfig({ BROKER_AUTO_EXTEND_BEFORE_MS: '10001' }).time.autoExtendBeforeMs).toBe(10_001);
});

test('docs/configuration.md explains every setting, with its default', () => {
  const docs = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  for (const [name, setting] of Object.entries(BrokerEnvironment.shape)) {
    const row = docs.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row, `${name} has a row`).toBeDefined();
    const byDefault: unknown = setting.safeParse(undefined).data;
    if (typeof byDefault === 'number' || typeof byDefault === 'string') {
      expect(row).toContain(`| \`${byDefault}\` |`);
    }
  }
});

test('a provider is reached over https, or on this host; in production over https alone', () => {
  expect(() => readConfig({ BROKER_DISCORD_URL: 'http://discord.example' })).toThrow('BROKER_DISCORD_URL');
  const here = { BROKER_DISCORD_URL: 'http://127.0.0.1:5555/path' };
  expect(readConfig(here).signIn.urls.discord).toBe('http://127.0.0.1:5555');
  expect(() => readConfig({ ...production, ...here })).toThrow(
    'BROKER_DISCORD_URL: must be https in production',
  );
});

test('trusted proxies are addresses or networks, and never everybody', () => {
  const read = (proxies: string) => readConfig({ BROKER_TRUSTED_PROXIES: proxies }).http.trustedProxies;
  expect(read('10.0.0.0/8, 127.0.0.1, fd00::/8')).toEqual(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);
  for (const wrong of ['proxy.example', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.1/8/8', '10.0.0'])
    expect(() => read(wrong)).toThrow('BROKER_TRUSTED_PROXIES');
});
