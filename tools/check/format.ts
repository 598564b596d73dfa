import type { Check } from './check.ts';
import { runTool } from './run-tool.ts';

export const format: Check = {
  name: 'format',
  async run(root) {
    const { code, output } = await runTool(root, 'oxfmt', ['--check', '.']);
    const examined = Number(/on (\d+) files?/.exec(output)?.[1] ?? 0);
    const files = output.split('\n').filter((line) => /\(\d+ms\)$/.test(line));
    const text = files.length > 0 ? [...files, 'Run `node_modules/.bin/oxfmt`.'].join('\n') : output;
    return { ok: code === 0, examined, text: code === 0 ? '' : text };
  },
};
