import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSecretFiles, secretSettings } from './config-secret-files.ts';
import { BrokerEnvironment, readConfig } from './config.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'coinslot-secret-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const made = path.join(folder, name);
  writeFileSync(made, content, { mode: 0o600 });
  return made;
}

test('a secret is read from the file that is named for it, without the line’s end', () => {
  const key = randomBytes(32);
  const config = readConfig({
    COINSLOT_SECRET_KEY_FILE: file('key', `${key.toString('base64')}\n`),
    DATABASE_URL_FILE: file('url', 'postgres://coinslot@db/coinslot\n'),
  });
  expect(config.secretKeys).toEqual([key]);
  expect(config.database.url).toBe('postgres://coinslot@db/coinslot');
});

test('one error names every file that is missing or empty, or that is given beside its variable', () => {
  const read = () =>
    readConfig({
      BROKER_PORT: 'http',
      COINSLOT_AUTH_SECRET_FILE: path.join(folder, 'nobody'),
      COINSLOT_METRICS_TOKEN_FILE: file('empty', '\n'),
      DATABASE_URL: 'postgres://coinslot@db/coinslot',
      DATABASE_URL_FILE: file('twice', 'postgres://other@db/coinslot'),
    });
  expect(read).toThrow(/COINSLOT_AUTH_SECRET_FILE: .*nobody cannot be read by this user \(ENOENT\)/);
  expect(read).toThrow(/COINSLOT_METRICS_TOKEN_FILE: .*empty is empty/);
  expect(read).toThrow('DATABASE_URL_FILE: DATABASE_URL is set as well');
  expect(read).toThrow('BROKER_PORT: ');
});

test('who has no mail server leaves its file empty', () => {
  expect(readConfig({ BROKER_SMTP_URL_FILE: file('no-mail', '') }).mail.server).toBeNull();
});

test('an empty …_FILE counts as not set', () => {
  expect(readSecretFiles({ DATABASE_URL_FILE: ' ' })).toEqual({ given: {}, problems: [] });
});

test('every setting that is called a secret, key, token or address with a password can be a file', () => {
  const named = Object.keys(BrokerEnvironment.shape).filter((name) =>
    /SECRET|TOKEN$|_KEY$|PASSWORD|^DATABASE_URL$|SMTP_URL$/.test(name),
  );
  expect([...secretSettings].sort()).toEqual(named.sort());
});
