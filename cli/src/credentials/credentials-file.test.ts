import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { chooseKey, chooseServer } from './choose-server.ts';
import { readCredentials, writeCredentials } from './credentials-file.ts';

let home: string;
let file: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coinslot-credentials-'));
  file = readConfig({ XDG_CONFIG_HOME: home }).credentialsFile;
});
afterAll(() => rm(home, { recursive: true, force: true }));

const credential = { keyId: 'one', memberName: 'Ada', expiresAt: '2027-01-01T00:00:00Z' };

test('keys of several servers are kept for their owner only, and each server gets its own', async () => {
  await writeCredentials(file, {
    version: 1,
    server: 'https://a.example',
    servers: {
      'https://a.example': { ...credential, secret: 'cs_a' },
      'http://localhost:8080': { ...credential, secret: 'cs_local' },
    },
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  expect(await readdir(path.dirname(file))).toEqual(['credentials.json']);

  const config = readConfig({ XDG_CONFIG_HOME: home });
  expect(await chooseServer(config, undefined)).toBe('https://a.example');
  expect(await chooseServer(config, 'b.example/path')).toBe('https://b.example');
  expect(await chooseKey(config, 'http://localhost:8080')).toBe('cs_local');
  await expect(chooseKey(config, 'https://b.example')).rejects.toThrow(/login --server https:\/\/b.example/);
  await expect(chooseServer(config, 'ftp://b.example')).rejects.toThrow(/no address/);
});

test('the environment wins over the file, and what is wrong there is named', async () => {
  const environment = {
    XDG_CONFIG_HOME: home,
    COINSLOT_SERVER: 'https://c.example/',
    COINSLOT_API_KEY: 'cs_c',
  };
  const config = readConfig(environment);
  expect(await chooseServer(config, undefined)).toBe('https://c.example');
  expect(await chooseKey(config, 'https://c.example')).toBe('cs_c');
  expect(() => readConfig({ COINSLOT_SERVER: 'nowhere', COINSLOT_API_KEY: 'secret' })).toThrow(
    /COINSLOT_SERVER .*\n.*COINSLOT_API_KEY/,
  );
});

test('a file that cannot be read says what to do, and shows nothing of itself', async () => {
  await writeFile(file, '{"secret":"cs_broken');
  await expect(readCredentials(file)).rejects.toThrow(/Delete it and sign in again/);
  await expect(readCredentials(file)).rejects.not.toThrow(/cs_broken/);
});
