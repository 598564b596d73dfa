import type { Check } from './check.ts';
import { isPackageSource } from './list-tree.ts';
import { runTool } from './run-tool.ts';

export const lint: Check = {
  name: 'lint',
  async run(root) {
    const { code, output } = await runTool(root, 'oxlint', ['--format=unix']);
    const { output: list } = await runTool(root, 'oxlint', ['--debug=files']);
    const examined = list.split('\n').filter((line) => isPackageSource(line.trim())).length;
    const text = `${output}\nMend what each line says; \`node_modules/.bin/oxlint\` shows it with the source. A rule that makes one line worse is switched off on that line, with the why beside it.`;
    return { ok: code === 0, examined, text: code === 0 ? '' : text };
  },
};
