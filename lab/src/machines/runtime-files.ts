import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const PackageJson = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

const labFolder = join(import.meta.dirname, '..', '..');
const agentPackages = ['ssh2', '@lydell/node-pty'];

/**
 * What a machine needs of the lab's own files, as pairs of host path and place below /opt/lab:
 * Node, the agent's source, and the packages it imports with all they import. Nothing else.
 */
export function listRuntimeFiles(): [hostPath: string, place: string][] {
  const packages = new Map<string, string>();
  for (const name of agentPackages) collectPackage(packages, name, labFolder);
  return [
    [realpathSync(process.execPath), 'node'],
    [join(labFolder, 'package.json'), 'package.json'],
    [join(labFolder, 'src', 'agent'), 'src/agent'],
    ...[...packages].map(([name, path]): [string, string] => [path, `node_modules/${name}`]),
  ];
}

function collectPackage(found: Map<string, string>, name: string, fromFolder: string): void {
  if (found.has(name)) return;
  const path = findPackage(name, fromFolder);
  if (path === null) return; // an optional one for another platform
  found.set(name, path);
  const manifest = PackageJson.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')));
  for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    collectPackage(found, needed, path);
  }
}

function findPackage(name: string, fromFolder: string): string | null {
  for (let folder = fromFolder; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) return null;
  }
}
