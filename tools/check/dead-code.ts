import path from 'node:path';
import { z } from 'zod';
import type { Check } from './check.ts';
import { isPackageSource, listTree } from './list-tree.ts';
import { runTool } from './run-tool.ts';

const KnipReport = z.object({
  examined: z.number(),
  lines: z.array(z.object({ kind: z.string(), file: z.string(), symbol: z.string() })),
});

export const deadCode: Check = {
  name: 'dead code',
  async run(root) {
    const reporter = path.join(import.meta.dirname, 'knip-reporter.mjs');
    const { output } = await runTool(root, 'knip', [
      '--reporter',
      reporter,
      '--no-progress',
      '--no-config-hints',
    ]);
    const line = output.split('\n').find((candidate) => candidate.startsWith('knip-report '));
    if (line === undefined)
      return { ok: false, examined: 0, text: `knip gave no report:\n${output.slice(0, 2000)}` };
    const sources = (await listTree(root)).filter(isPackageSource);
    const report = KnipReport.parse(JSON.parse(line.slice('knip-report '.length)));
    const faults = report.lines.map(
      ({ kind, file, symbol }) => `${file}: unused or unlisted (${kind}): ${symbol}`,
    );
    return {
      ok: faults.length === 0,
      // knip counts the settings files at the root too; they are no proof that it saw a package.
      examined: Math.min(report.examined, sources.length),
      text:
        faults.length === 0
          ? ''
          : [...faults, 'Remove it, use it, or list the dependency in its package.json.'].join('\n'),
    };
  },
};
