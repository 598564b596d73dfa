import { z } from 'zod';
import type { Check } from './check.ts';
import { runTool } from './run-tool.ts';

const program = 'web/build/catalogue/main.ts';

const Report = z.object({ examined: z.int(), faults: z.array(z.string()) });

/** Each language of the page has every message that the code says now, translated, with the same placeholders. */
export const catalogue: Check = {
  name: 'catalogue',
  async run(root) {
    const { code, output } = await runTool(root, 'node', [program]);
    const report = readReport(output);
    if (!report) return { ok: false, examined: 0, text: output };
    const repair =
      'Run `npm run check -- --write-words`, then translate what is empty in web/src/words/catalogues.';
    const text = [...report.faults, repair].join('\n');
    return { ok: code === 0, examined: report.examined, text: code === 0 ? '' : text };
  },
};

/** Takes what the code says now into the catalogues; new messages wait there for their translation. */
export async function writeWords(root: string): Promise<void> {
  await runTool(root, 'node', [program, '--write']);
}

function readReport(output: string): z.infer<typeof Report> | null {
  try {
    return Report.parse(JSON.parse(output.split('\n').at(-1) ?? ''));
  } catch {
    return null;
  }
}
