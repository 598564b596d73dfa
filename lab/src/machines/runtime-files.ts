import { readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Needs = z.record(z.string(), z.string()).default({});
const PackageJson = z.object({ dependencies: Needs, optionalDependencies: Needs });

const labFolder = join(import.meta.dirname, '..', '..');
const agentPackages = ['ssh2', '@lydell/node-pty'];

/**
 * What a machine needs of the lab's own files, as pairs of host path and place below /opt/lab:
 * Node, the agent's source, and the packages it imports with all they import. Nothing else.
 */
export function listRuntimeFiles(): [hostPath: string, place: string][] {
  const packages = new Map<string, string>();
  for (const name of agentPackages) collectPackage(packages, name, join(labFolder, 'package.json'));
  return [
    [realpathSync(process.execPath), 'node'],
    [join(labFolder, 'package.json'), 'package.json'],
    [join(labFolder, 'src', 'agent'), 'src/agent'],
    ...[...packages].map(([name, path]): [string, string] => [path, `node_modules/${name}`]),
  ];
}

function collectPackage(found: Map<string, string>, name: string, neededBy: string): void {
  if (found.has(name)) return;
  const path = findManifest(name, neededBy);
  if (path === null) return; // an optional one for another platform
  found.set(name, dirname(path));
  const manifest = PackageJson.parse(JSON.parse(readFileSync(path, 'utf8')));
  const needs = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  for (const needed of needs) collectPackage(found, needed, path);
}

function findManifest(name: string, neededBy: string): string | null {
  try {
    return realpathSync(findPackageJSON(name, neededBy) ?? '');
  } catch {
    return null;
  }
}
