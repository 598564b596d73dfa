import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installSshConfig } from './install-ssh-config.ts';
import { pruneSshConfig } from './prune-ssh-config.ts';
import { makeRunFolder } from './run-folder.ts';
import type { SshConfig } from './ssh-config-block.ts';
import { planSsh, proxyCommand } from './ssh-plan.ts';

const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coinslot-ssh-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const endpoint: Endpoint = {
  kind: 'ssh',
  tunnel: 'cloudflared',
  host: 'm-0123456789ab.example.org',
  port: 22,
  username: 'ada',
  password: null,
  privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nnot-a-key\n-----END OPENSSH PRIVATE KEY-----',
  hostKeyFingerprint: 'SHA256:abc',
  knownHostsLine: 'm-0123456789ab.example.org ssh-ed25519 AAAA',
  verifiedAt: new Date().toISOString(),
};
const route = {
  machineId: '7a6ce0e4-9a77-4c0b-8a5c-8a6cf1d20f6b',
  server: 'https://coins.example.org',
  self: ['/opt/a node', '/opt/it’s 100%/main.ts'],
};
const config = (changes: Partial<Endpoint> = {}): SshConfig => ({
  host: 'coinslot-brave-otter',
  endpoint: { ...endpoint, ...changes },
  route,
  hostKey: endpoint.knownHostsLine ?? '',
  folder,
});

/** How the system's ssh understands it. */
async function readBySsh(host: string): Promise<Record<string, string>> {
  // An Include means ~/.ssh, wherever the file lies: the block alone is read.
  const { stdout } = await run('ssh', ['-G', '-F', path.join(folder, 'coinslot', `${host}.conf`), host]);
  return Object.fromEntries(
    stdout.split('\n').map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]),
  );
}

test('the settings that are installed are what ssh understands; keys are readable for their owner only', async () => {
  await writeFile(path.join(folder, 'config'), 'Host mine\n  User me\n');
  await installSshConfig(config());
  await installSshConfig(config());
  expect(await readFile(path.join(folder, 'config'), 'utf8')).toBe(
    'Include coinslot/*.conf\n\nHost mine\n  User me\n',
  );
  const keyFile = path.join(folder, 'coinslot', 'coinslot-brave-otter.key');
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect(await readBySsh('coinslot-brave-otter')).toMatchObject({
    hostname: endpoint.host,
    user: 'ada',
    port: '22',
    proxycommand: 'cloudflared access ssh --hostname %h',
    identityfile: keyFile,
    identitiesonly: 'yes',
    stricthostkeychecking: expect.stringMatching(/^(true|yes)$/),
  });
});

test('through the gateway ssh starts this program, wherever it lies; a password stands nowhere', async () => {
  await installSshConfig(config({ tunnel: 'gateway', password: 'the-password', privateKey: null }));
  const understood = await readBySsh('coinslot-brave-otter');
  expect(understood['proxycommand']).toBe(proxyCommand(route));
  const { stdout } = await run('sh', ['-c', `printf '%s\\n' ${proxyCommand(route).replaceAll('%%', '%')}`]);
  expect(stdout.trim().split('\n')).toEqual([
    ...route.self,
    'proxy',
    route.machineId,
    '--server',
    route.server,
  ]);
  const files = await readFile(path.join(folder, 'coinslot', 'coinslot-brave-otter.conf'), 'utf8');
  expect(files).not.toContain('the-password');
  await expect(stat(path.join(folder, 'coinslot', 'coinslot-brave-otter.key'))).rejects.toThrow('ENOENT');
});

test('the key of one run lies in a file of its own and is gone afterwards', async () => {
  const plan = await planSsh(endpoint, route);
  const file =
    plan.args.find((word) => word.startsWith('IdentityFile='))?.slice('IdentityFile='.length) ?? '';
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toBe(`${endpoint.privateKey}\n`);
  await plan.forget();
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('settings that are a link stay one and keep their mode; what stood there is kept; an Include below a Host does not count', async () => {
  const home = await mkdtemp(path.join(folder, 'home-'));
  const real = path.join(home, 'dotfiles-config');
  const mine = 'Host mine\n  Include coinslot/*.conf\n';
  await writeFile(real, mine, { mode: 0o640 });
  await symlink(real, path.join(home, 'config'));
  await installSshConfig({ ...config(), folder: home });
  expect((await lstat(path.join(home, 'config'))).isSymbolicLink()).toBe(true);
  expect(await readFile(real, 'utf8')).toBe(`Include coinslot/*.conf\n\n${mine}`);
  expect((await stat(real)).mode & 0o777).toBe(0o640);
  expect(await readFile(path.join(home, 'config.before-coinslot'), 'utf8')).toBe(mine);
});

test('what was installed for a machine that has ended goes, with its key; another server’s and another’s stay', async () => {
  const home = await mkdtemp(path.join(folder, 'home-'));
  const ended = { ...route, machineId: '00000000-0000-4000-8000-000000000000' };
  const elsewhere = { ...ended, server: 'https://other.example.org' };
  await installSshConfig({ ...config(), folder: home, host: 'coinslot-runs' });
  await installSshConfig({ ...config(), folder: home, host: 'coinslot-ended', route: ended });
  await installSshConfig({ ...config(), folder: home, host: 'coinslot-elsewhere', route: elsewhere });
  await writeFile(path.join(home, 'coinslot', 'own.conf'), 'Host own\n');
  const running = { server: route.server, machines: [route.machineId] };
  expect(await pruneSshConfig(running, home)).toEqual(['coinslot-ended']);
  const left = await readdir(path.join(home, 'coinslot'));
  expect(left.filter((name) => name.endsWith('.conf')).toSorted()).toEqual([
    'coinslot-elsewhere.conf',
    'coinslot-runs.conf',
    'own.conf',
  ]);
  expect(left).not.toContain('coinslot-ended.key');
});

test('ssh removes the key itself once it is signed in; what a killed run left, the next one removes', async () => {
  const plan = await planSsh(endpoint, route);
  const file =
    plan.args.find((word) => word.startsWith('IdentityFile='))?.slice('IdentityFile='.length) ?? '';
  const command =
    plan.args.find((word) => word.startsWith('LocalCommand='))?.slice('LocalCommand='.length) ?? '';
  await run('sh', ['-c', command.replaceAll('%%', '%')]);
  await expect(stat(file)).rejects.toThrow('ENOENT');
  await plan.forget();

  const parent = await mkdtemp(path.join(folder, 'tmp-'));
  // No process has this number.
  await mkdir(path.join(parent, 'coinslot-ssh-99999999-abcdef'));
  await mkdir(path.join(parent, `coinslot-ssh-${process.pid}-abcdef`));
  await makeRunFolder(parent);
  const names = await readdir(parent);
  expect(names).not.toContain('coinslot-ssh-99999999-abcdef');
  expect(names).toHaveLength(2);
});
