import { chmod, copyFile, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { filesOf, type SshConfig, sshConfigBlock } from './ssh-config-block.ts';

/**
 * Writes the block, the host key and, where a key opens the machine, that key (0600) below `~/.ssh/coinslot/`, and has `~/.ssh/config` read
 * them: one line at its very beginning, for below a Host it would count for that host only. Nothing else there is touched, and the first
 * time what stood there is kept as `config.before-coinslot`.
 */
export async function installSshConfig(config: SshConfig): Promise<void> {
  const files = filesOf(config);
  await mkdir(path.dirname(files.block), { recursive: true, mode: 0o700 });
  await writeWhole(files.knownHosts, `${config.hostKey}\n`);
  const { privateKey } = config.endpoint;
  if (privateKey === null) await rm(files.key, { force: true });
  else await writeWhole(files.key, privateKey.endsWith('\n') ? privateKey : `${privateKey}\n`);
  await writeWhole(files.block, sshConfigBlock(config));
  await include(path.join(config.folder, 'config'));
}

const includeLine = 'Include coinslot/*.conf';

async function include(link: string): Promise<void> {
  // Who keeps settings elsewhere has a link here, which stays one.
  const file = await realpath(link).catch(unlessMissing(link));
  const before = await readFile(file, 'utf8').catch(unlessMissing(''));
  if (isIncluded(before)) return;
  if (before !== '') await copyFile(file, `${link}.before-coinslot`);
  const { mode } = await stat(file).catch(unlessMissing({ mode: 0o600 }));
  await writeWhole(file, `${includeLine}\n${before === '' ? '' : `\n${before}`}`, mode & 0o777);
}

/** For all hosts, that is: before the first Host or Match. */
function isIncluded(settings: string): boolean {
  const lines = settings.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => /^(host|match)[\s=]/i.test(line));
  return lines.slice(0, first === -1 ? undefined : first).includes(includeLine);
}

/** Whole or not at all; readable for its owner only unless said otherwise. */
async function writeWhole(file: string, text: string, mode = 0o600): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  try {
    await writeFile(draft, text, { mode });
    await chmod(draft, mode);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function unlessMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };
}
