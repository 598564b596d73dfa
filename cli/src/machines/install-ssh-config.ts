import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { carriedBy, type Route } from './ssh-plan.ts';

/** What ssh and everything that uses it (scp, rsync, editors) must know of a machine to reach it by name. */
export interface SshConfig {
  /** The name to type: `ssh coinslot-brave-otter`. */
  host: string;
  endpoint: Endpoint;
  route: Route;
  hostKey: string;
  /** `~/.ssh`, or where it is instead. */
  folder: string;
}

/** The block for ssh's settings. The files that it names are those that `installSshConfig` writes. */
export function sshConfigBlock(config: SshConfig): string {
  const { endpoint } = config;
  const files = filesOf(config);
  const carried = carriedBy(endpoint, config.route).map((option) => option.replace('=', ' '));
  const opened =
    endpoint.privateKey === null
      ? ['PreferredAuthentications password']
      : [`IdentityFile "${files.key}"`, 'IdentitiesOnly yes'];
  const lines = [
    `HostName ${endpoint.host}`,
    `Port ${endpoint.port}`,
    `User ${endpoint.username}`,
    ...carried,
    ...opened,
    `UserKnownHostsFile "${files.knownHosts}"`,
    'StrictHostKeyChecking yes',
  ];
  return [`Host ${config.host}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/**
 * Writes the block, the host key and, where a key opens the machine, that key (0600) below `~/.ssh/coinslot/`, and has `~/.ssh/config` read
 * them: one line at its very beginning, for below a Host it would count for that host only. Nothing else there is touched.
 */
export async function installSshConfig(config: SshConfig): Promise<void> {
  const files = filesOf(config);
  await mkdir(path.dirname(files.block), { recursive: true, mode: 0o700 });
  await writeOwn(files.knownHosts, `${config.hostKey}\n`);
  const { privateKey } = config.endpoint;
  if (privateKey === null) await rm(files.key, { force: true });
  else await writeOwn(files.key, privateKey.endsWith('\n') ? privateKey : `${privateKey}\n`);
  await writeOwn(files.block, sshConfigBlock(config));
  await include(path.join(config.folder, 'config'));
}

const includeLine = 'Include coinslot/*.conf';

async function include(file: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  if (before.split('\n').some((line) => line.trim() === includeLine)) return;
  await writeOwn(file, `${includeLine}\n${before === '' ? '' : `\n${before}`}`);
}

/** Whole or not at all, and readable for its owner only. */
async function writeOwn(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

function filesOf({ folder, host }: Pick<SshConfig, 'folder' | 'host'>) {
  const at = path.join(folder, 'coinslot', host);
  return { block: `${at}.conf`, knownHosts: `${at}.known_hosts`, key: `${at}.key` };
}
