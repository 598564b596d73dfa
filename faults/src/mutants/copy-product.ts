import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { repositoryFolder } from '../simulator/world/start-program.ts';
import type { FunctionPatch, Mutant, Patch } from './mutants.ts';

const packages = ['broker', 'worker', 'shared', 'faults'];

/** Copies what broker and workers are started from into an empty folder, with these bugs in it. */
export async function copyProduct(folder: string, mutants: readonly Mutant[]): Promise<void> {
  for (const name of packages) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (const part of ['src', 'node_modules', 'migrations', 'package.json'])
      await cp(path.join(repositoryFolder, name, part), path.join(folder, name, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => !/\.test\.tsx?$/.test(file),
      }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
  }
  await cp(path.join(repositoryFolder, 'package.json'), path.join(folder, 'package.json'));
  await symlink(path.join(repositoryFolder, 'node_modules'), path.join(folder, 'node_modules'));
  for (const patch of mutants.flatMap(({ patches }) => patches)) {
    const file = path.join(folder, patch.file);
    await writeFile(file, applyPatch(await readFile(file, 'utf8'), patch));
  }
}

/** @throws when the text holds the place not exactly once: the product has changed, and the bug with it */
export function applyPatch(text: string, { file, find, replace }: Patch): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}

/** Puts the bugs into the functions of this database. */
export async function breakFunctions(database: pg.Client, mutants: readonly Mutant[]): Promise<void> {
  for (const patch of mutants.flatMap(({ functions }) => functions)) {
    const { rows } = await database.query<{ text: string }>(
      'select pg_get_functiondef(oid) as text from pg_proc where proname = $1',
      [patch.name],
    );
    await database.query(breakFunction(rows[0]?.text ?? '', patch));
  }
}

/** @throws when the function holds the place not as often as said */
export function breakFunction(text: string, { name, find, replace, times }: FunctionPatch): string {
  const parts = text.split(find);
  if (parts.length !== times + 1) throw new Error(`${name} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
}
