import { z } from 'zod';
import type { Check } from './check.ts';
import { isPackageSource } from './list-tree.ts';
import { runTool } from './run-tool.ts';

const Report = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
        comment: z.string().optional(),
      }),
    ),
  }),
});

export const imports: Check = {
  name: 'imports',
  async run(root) {
    const folders = ['broker', 'worker', 'web', 'shared', 'lab', 'cli', 'e2e', 'bench', 'faults', 'tools'];
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
    const { output } = await runTool(root, 'depcruise', args);
    const start = output.indexOf('{');
    const parsed = Report.safeParse(start < 0 ? undefined : parseJson(output.slice(start)));
    if (!parsed.success)
      return { ok: false, examined: 0, text: `dependency-cruiser gave no report:\n${output.slice(0, 2000)}` };
    const { modules, summary } = parsed.data;
    const examined = modules.filter(({ source }) => isPackageSource(source)).length;
    const lines = summary.violations.map(
      ({ from, to, rule, comment }) => `${from} imports ${to}: ${rule.name}${comment ? `: ${comment}` : ''}`,
    );
    return { ok: lines.length === 0, examined, text: lines.join('\n') };
  },
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
