import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Check } from './check.ts';
import { findBareWords } from './find-bare-words.ts';
import { listTree } from './list-tree.ts';

// Lines for other programs, and the languages' own names.
const notForPeople = new Set(['web/src/features/machines/ssh-lines.ts', 'web/src/words/locale.ts']);

/** Every word of the page goes through a macro, or it could not be said in another language. */
export const bareWords: Check = {
  name: 'bare words',
  async run(root) {
    const sources = (await listTree(root)).filter(isPageSource);
    const faults = await Promise.all(
      sources.map(async (file) =>
        findBareWords(file, await readFile(path.join(root, file), 'utf8')).map(
          ({ line, text, repair }) => `${file}:${line}: ${repair}: ${text}`,
        ),
      ),
    );
    const text = faults.flat().join('\n');
    return { ok: text === '', examined: sources.length, text };
  },
};

function isPageSource(file: string): boolean {
  return (
    /^web\/src\/.*\.tsx?$/.test(file) &&
    !/\.test\.|\.d\.ts$|\/testing\//.test(file) &&
    !notForPeople.has(file)
  );
}
