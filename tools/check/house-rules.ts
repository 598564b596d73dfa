import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Check } from './check.ts';
import { lineRules, pathRules } from './house-rule-list.ts';
import { listTree } from './list-tree.ts';

/** The rules the linter has no words for: names of folders and files, process ends, import endings, shells. */
export const houseRules: Check = {
  name: 'house rules',
  async run(root) {
    const tree = await listTree(root);
    const sources = tree.filter((file) => /\.tsx?$/.test(file));
    const pathFaults = tree.flatMap((file) =>
      pathRules.filter((rule) => rule.breaks(file)).map((rule) => `${file}: ${rule.repair}`),
    );
    const lineFaults = await Promise.all(
      sources.map(async (file) => lineFaultsOf(file, await readFile(path.join(root, file), 'utf8'))),
    );
    const faults = [...pathFaults, ...lineFaults.flat()];
    return { ok: faults.length === 0, examined: sources.length, text: faults.join('\n') };
  },
};

function lineFaultsOf(file: string, text: string): string[] {
  const rules = lineRules.filter((rule) => rule.appliesTo?.(file) ?? true);
  return text.split('\n').flatMap((line, index) => {
    const isComment = /^\s*(\/\/|\*|\/\*)/.test(line);
    return rules
      .filter((rule) => (rule.inComments || !isComment) && rule.pattern.test(line))
      .map((rule) => `${file}:${index + 1}: ${rule.repair}`);
  });
}
