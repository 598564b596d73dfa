import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '..', '..', '..');
const packages = ['broker', 'worker', 'web', 'shared', 'lab', 'cli', 'e2e', 'bench', 'faults', 'tools'];
const settings = [
  '.oxlintrc.json',
  '.oxfmtrc.json',
  '.dependency-cruiser.cjs',
  'knip.json',
  'package.json',
  'pnpm-workspace.yaml',
  'tsconfig.json',
];

/**
 * A small checkout with this repository's settings and packages (installed, by links) but only the sources given.
 *
 * @param files path from the root to content
 */
export function makeFixture(files: Record<string, string>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'check-'));
  for (const file of settings) cpSync(path.join(repository, file), path.join(root, file));
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  for (const name of packages) {
    mkdirSync(path.join(root, name));
    cpSync(path.join(repository, name, 'package.json'), path.join(root, name, 'package.json'));
    const modules = path.join(repository, name, 'node_modules');
    if (existsSync(modules)) symlinkSync(modules, path.join(root, name, 'node_modules'));
  }
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  }
  return root;
}
