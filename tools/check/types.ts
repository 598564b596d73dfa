import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Check, Finding } from './check.ts';
import { runTool } from './run-tool.ts';

export const types: Check = { name: 'types', run: (root) => runTsc(root, 'tsconfig.json') };

export const webTypes: Check = { name: 'types of web', run: (root) => runTsc(root, 'web/tsconfig.json') };

async function runTsc(root: string, project: string): Promise<Finding> {
  if (!existsSync(path.join(root, project)))
    return { ok: false, examined: 0, text: `${project} is missing.` };
  const { code, output } = await runTool(root, 'tsc', [
    '--noEmit',
    '--pretty',
    'false',
    '--listFiles',
    '-p',
    project,
  ]);
  const lines = output.split('\n');
  const files = lines.filter((line) => path.isAbsolute(line) && /\.tsx?$/.test(line));
  const faults = lines.filter((line) => !files.includes(line) && !path.isAbsolute(line));
  return {
    ok: code === 0,
    examined: files.filter((file) => !file.includes('/node_modules/')).length,
    text: code === 0 ? '' : faults.join('\n'),
  };
}
