import { readdir } from 'node:fs/promises';
import path from 'node:path';

const packages = ['broker', 'worker', 'web', 'shared', 'lab', 'cli', 'e2e', 'bench', 'faults', 'tools'];
const skipped = new Set(['node_modules', 'dist', 'saved-pages', '.coinslot']);

/** Every file and folder of the packages, as paths relative to `root`; folders end with a slash. */
export async function listTree(root: string): Promise<string[]> {
  const lists = await Promise.all(packages.map((folder) => walk(root, folder)));
  return lists.flat();
}

/** Whether a path relative to the root is code of a package, and not a settings file beside them. */
export function isPackageSource(file: string): boolean {
  return (
    packages.some((name) => file.replace(/^\.\//, '').startsWith(`${name}/`)) && /\.[cm]?[jt]sx?$/.test(file)
  );
}

async function walk(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries
      .filter((entry) => !skipped.has(entry.name) && !entry.name.startsWith('.'))
      .map(async (entry) => {
        const file = `${folder}/${entry.name}`;
        return entry.isDirectory() ? [`${file}/`, ...(await walk(root, file))] : [file];
      }),
  );
  return nested.flat();
}
