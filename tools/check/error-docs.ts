import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Check } from './check.ts';

const docsFile = 'docs/errors.md';
const sourceFile = 'shared/src/error-codes.ts';

const Catalogue = z.record(
  z.string(),
  z.object({ status: z.number(), retry: z.enum(['never', 'later']), title: z.string(), text: z.string() }),
);
type Catalogue = z.infer<typeof Catalogue>;

export const errorDocs: Check = {
  name: 'error docs',
  async run(root) {
    const catalogue = await readCatalogue(root);
    const file = path.join(root, docsFile);
    const ok = existsSync(file) && (await readFile(file, 'utf8')) === render(catalogue);
    const text = `${docsFile} and ${sourceFile} differ: run \`npm run check -- --write-docs\` and commit the page.`;
    return { ok, examined: Object.keys(catalogue).length, text: ok ? '' : text };
  },
};

/** Writes the page from the catalogue. */
export async function writeErrorDocs(root: string): Promise<void> {
  await writeFile(path.join(root, docsFile), render(await readCatalogue(root)));
}

async function readCatalogue(root: string): Promise<Catalogue> {
  const module: Record<string, unknown> = await import(pathToFileURL(path.join(root, sourceFile)).href);
  return Catalogue.parse(module['errorCatalogue']);
}

function render(catalogue: Catalogue): string {
  const rows = Object.entries(catalogue).map(
    ([code, { status, retry, title, text }]) => `| \`${code}\` | ${status} | ${retry} | ${title} | ${text} |`,
  );
  return `# Errors

Every error of the HTTP API is a problem document (RFC 9457) whose \`code\` is one of these. \`retry\` says whether the
same request can succeed later (\`later\`: repeat it with the same \`Idempotency-Key\`) or not (\`never\`).

Written from \`${sourceFile}\` by \`npm run check -- --write-docs\`; do not edit it by hand.

| Code | Status | Retry | Title | What to do |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
