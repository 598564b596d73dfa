import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ComposeFile, readComposeFile } from './compose-file.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const dockerfiles = ['broker', 'worker', 'lab'].map((name) => `deploy/images/${name}.Dockerfile`);
const isOurs = ({ image }: ComposeFile['services'][string]) => image.includes('coinslot/');
// Tests of the broker and the worker hold these equal to their configuration.
const settings = new Set(
  [...`${read('docs/configuration.md')}\n${read('lab/README.md')}`.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(
    ([, name]) => name,
  ),
);

function isSetting(name: string): boolean {
  return settings.has(name) || settings.has(name.replace(/_FILE$/, ''));
}

test('every setting that compose and systemd hand to our processes exists', () => {
  const { services } = readComposeFile(root);
  const handed = Object.values(services)
    .filter(isOurs)
    .flatMap(({ environment }) => Object.keys(environment));
  const units = globSync('deploy/systemd/*.service', { cwd: root }).flatMap((file) =>
    [...read(file).matchAll(/^Environment=([A-Z_]+)=/gm)].map(([, name]) => name ?? ''),
  );
  const images = dockerfiles.flatMap((file) =>
    [...read(file).matchAll(/^(?:ENV| {2})\s*([A-Z_]+)=\S+/gm)].map(([, name]) => name ?? ''),
  );
  expect([handed.length, units.length, images.length].every((count) => count > 4)).toBe(true);
  expect([...handed, ...units, ...images].filter((name) => !isSetting(name))).toEqual([]);
});

test('what a service of compose refers to is there: networks, volumes, secrets, files, services that say how they are', () => {
  const compose = readComposeFile(root);
  const made = read('deploy/make-secrets');
  for (const [name, service] of Object.entries(compose.services)) {
    for (const network of service.networks) expect(compose.networks, name).toHaveProperty(network);
    for (const secret of service.secrets) {
      expect(compose.secrets[secret]?.file, name).toBe(`./secrets/${secret}`);
      expect(made, name).toMatch(new RegExp(`make ${secret}\\b|for name in [^;]*\\b${secret}\\b`));
    }
    for (const volume of service.volumes) {
      const source = (volume.match(/^\$\{\w+:-(\w+)\}/)?.[1] ?? volume.split(':')[0]) || '';
      if (source.startsWith('.')) expect(existsSync(path.join(root, 'deploy', source)), volume).toBe(true);
      else expect(compose.volumes, name).toHaveProperty(source);
    }
    for (const option of service.security_opt.filter((text) => text.startsWith('seccomp:')))
      expect(() => JSON.parse(read(path.join('deploy', option.slice('seccomp:'.length))))).not.toThrow();
    for (const [other, { condition }] of Object.entries(service.depends_on)) {
      expect(compose.services, name).toHaveProperty(other);
      if (condition === 'service_healthy') expect(saysHowItIs(compose, other), other).toBe(true);
    }
  }
});

test('our processes run without root’s rights, cannot change their image, and are given the time to stop', () => {
  for (const [name, service] of Object.entries(readComposeFile(root).services).filter(([, one]) =>
    isOurs(one),
  )) {
    expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'], cap_add: [], init: true });
    expect(service.security_opt, name).toContain('no-new-privileges');
    // The defaults of BROKER_SHUTDOWN_GRACE_MS and WORKER_STOP_GRACE_MS are 10 s, and a page may need as long to close.
    if (service.restart !== 'no')
      expect(Number.parseInt(service.stop_grace_period), name).toBeGreaterThanOrEqual(30);
  }
  for (const file of dockerfiles) expect(read(file)).toMatch(/^USER \d+:\d+$/m);
});

test('no secret stands in compose or in the sample of its settings, and none of the sample works as it is', () => {
  const { services } = readComposeFile(root);
  const sample = new Map(
    [...read('deploy/.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, k, v]) => [k, v]),
  );
  expect(sample.get('COINSLOT_SITE')).toBe('');
  const secret = /SECRET|TOKEN|PASSWORD|_KEY|DATABASE_URL|SMTP_URL/;
  expect([...sample.keys()].filter((name) => secret.test(name ?? ''))).toEqual([]);
  for (const { environment } of Object.values(services))
    for (const [name, value] of Object.entries(environment))
      if (secret.test(name)) expect(value, name).toMatch(/^\/run\/secrets\/\w+$/);
  const asked = [...read('deploy/compose.yaml').matchAll(/\$\{(\w+)[:?}-]/g)].map(([, name]) => name);
  const images = /^(BROKER|WORKER|LAB)_IMAGE$/;
  expect(asked.filter((name) => !sample.has(name) && !images.test(name ?? ''))).toEqual([]);
});

test('images are made of files that are there, with the Node of .nvmrc and the pnpm of package.json', () => {
  const node = read('.nvmrc').trim();
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
  for (const file of dockerfiles) {
    const text = read(file);
    expect(text).toContain(`ARG NODE_IMAGE=docker.io/library/node:${node}-`);
    expect(`pnpm@${text.match(/^ARG PNPM_VERSION=(.+)$/m)?.[1]}`).toBe(packageManager);
    const copied = [...text.matchAll(/^COPY (?!--from)(?:--\S+ )?(.+) \S+$/gm)].flatMap(([, list = '']) =>
      list.split(' '),
    );
    expect(copied.length).toBeGreaterThan(3);
    for (const source of copied) {
      expect(existsSync(path.join(root, source)), `${file}: ${source}`).toBe(true);
      expect(isInContext(source), `.dockerignore lets ${source} in`).toBe(true);
    }
  }
  expect(read('deploy/compose.yaml')).toContain(`library/node:${node}-`);
});

test('the scripts of deploy/ are ones that a plain shell reads', () => {
  const scripts = globSync('deploy/**/*', { cwd: root }).filter(
    (file) => /^[\w/-]+(\.sh)?$/.test(file) && isScript(file),
  );
  expect(scripts.length).toBeGreaterThan(6);
  for (const script of scripts) execFileSync('sh', ['-n', script], { cwd: root });
});

function saysHowItIs({ services }: ComposeFile, name: string): boolean {
  const service = services[name];
  if (service?.healthcheck?.test !== undefined) return true;
  const file = service?.build?.dockerfile;
  return file !== undefined && /^HEALTHCHECK /m.test(read(file));
}

function isInContext(source: string): boolean {
  const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, entry]) => entry ?? '');
  return allowed.some((entry) => source === entry || source.startsWith(`${entry}/`));
}

function isScript(file: string): boolean {
  try {
    return read(file).startsWith('#!/bin/sh');
  } catch {
    return false;
  }
}

test('a secret that could not be made is not made empty, and the next run makes it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coinslot-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(path.join(root, 'deploy/make-secrets'), path.join(folder, 'make-secrets'));
  writeFileSync(path.join(folder, 'openssl'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const run = (searched: string) =>
    spawnSync(path.join(folder, 'make-secrets'), { env: { PATH: searched }, encoding: 'utf8' });
  const usual = '/usr/bin:/bin';
  const failed = run(`${folder}:${usual}`);
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain('secret_key could not be made');
  expect(existsSync(path.join(folder, 'secrets/secret_key'))).toBe(false);

  expect(run(usual).status).toBe(0);
  const made = (name: string) => readFileSync(path.join(folder, 'secrets', name), 'utf8').trim();
  for (const name of ['secret_key', 'auth_secret', 'postgres_password', 'grafana_password'])
    expect(made(name).length, name).toBeGreaterThanOrEqual(40);
  expect(made('smtp_url')).toBe('');
  const before = made('auth_secret');
  expect(run(usual).status).toBe(0);
  expect(made('auth_secret')).toBe(before);
});
