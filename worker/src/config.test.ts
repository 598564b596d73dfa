import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, WorkerEnvironment } from './config.ts';

const good = { WORKER_BROKER_URL: 'wss://broker.example.org/worker/v1', WORKER_DATA_DIR: '/var/lib/worker' };

test('one error names every bad variable, without its value', () => {
  const read = (): unknown =>
    readConfig({ WORKER_BROKER_URL: 'http://x', WORKER_SIGN_IN_TIMEOUT_MS: 'secret-ish', LOG_LEVEL: 'loud' });
  expect(read).toThrow(/WORKER_BROKER_URL[^]*WORKER_SIGN_IN_TIMEOUT_MS[^]*LOG_LEVEL/);
  expect(read).not.toThrow(/secret-ish/);
});

test('what is no enrolment token is refused in plain words, without its value', () => {
  const cut = `coinslot-enrol-${'a'.repeat(12)}`;
  const read = (): unknown => readConfig({ ...good, COINSLOT_ENROLMENT_TOKEN: cut });
  expect(read).toThrow('COINSLOT_ENROLMENT_TOKEN: is not a whole enrolment token: copy it again from Admin');
  expect(read).not.toThrow(cut);
  const whole = `coinslot-enrol-${'a'.repeat(43)}`;
  expect(readConfig({ ...good, COINSLOT_ENROLMENT_TOKEN: whole }).enrolmentToken).toBe(whole);
});

test('the enrolment token may stand in a file, which may be gone once it was used', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coinslot-token-'));
  const file = path.join(folder, 'token');
  const whole = `coinslot-enrol-${'b'.repeat(43)}`;
  const read = () => readConfig({ ...good, COINSLOT_ENROLMENT_TOKEN_FILE: file }).enrolmentToken;
  expect(read()).toBeUndefined();
  writeFileSync(file, `${whole}\n`);
  expect(read()).toBe(whole);
  rmSync(folder, { recursive: true });
});

test('the enrolment origin comes from the broker address', () => {
  expect(readConfig(good).brokerOrigin).toBe('https://broker.example.org');
});

test('empty variables mean the defaults', () => {
  const config = readConfig({ ...good, COINSLOT_ENROLMENT_TOKEN: '', CHROMIUM_PATH: '', LOG_LEVEL: '' });
  expect(config).toMatchObject({ enrolmentToken: undefined, chromiumPath: undefined, logLevel: 'info' });
  expect(config.timeouts).toMatchObject({ browserMs: 30_000, labStartMs: 240_000 });
});

test('docs/configuration.md explains every setting of a worker, with its default', () => {
  const docs = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  const rows = docs.slice(docs.indexOf('\n## Worker\n')).split('\n');
  for (const [name, setting] of Object.entries(WorkerEnvironment.shape)) {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row, `${name} has a row`).toBeDefined();
    const byDefault: unknown = setting.safeParse(undefined).data;
    if (typeof byDefault === 'number' || typeof byDefault === 'string') {
      expect(row).toContain(`| \`${byDefault}\` |`);
    }
  }
});
