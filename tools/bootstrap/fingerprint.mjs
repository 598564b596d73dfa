import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * A hash over everything that decides what gets installed: lockfile, workspace file, every package.json, the
 * platform, and the place (bin links are written with absolute paths, so a moved checkout installs again).
 *
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256').update([process.platform, process.arch, root].join('\0'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packageFiles(root)]) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function packageFiles(root) {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => path.join(entry.name, 'package.json'))
    .filter((file) => existsSync(path.join(root, file)));
  return ['package.json', ...folders.sort()];
}
