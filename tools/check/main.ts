import path from 'node:path';
import { writeWords } from './catalogue.ts';
import { writeErrorDocs } from './error-docs.ts';
import { acceptProtocol } from './protocol.ts';
import { runChecks } from './run-checks.ts';

// `npm run check`: all gates. `--accept-protocol`, `--write-docs` and `--write-words` write what the gates compare with.
const root = path.resolve(import.meta.dirname, '..', '..');
const args = new Set(process.argv.slice(2));
const known = ['--accept-protocol', '--write-docs', '--write-words'];
const unknown = [...args].filter((arg) => !known.includes(arg));

if (unknown.length > 0) {
  console.error(`Unknown argument ${unknown.join(' ')}. Known: ${known.join(', ')}.`);
  process.exit(2);
}
if (args.has('--accept-protocol')) await acceptProtocol(root);
if (args.has('--write-docs')) await writeErrorDocs(root);
if (args.has('--write-words')) await writeWords(root);

const results = await runChecks(root);
const failed = results.filter((result) => !result.ok);
console.log(
  failed.length === 0 ? 'All gates passed.' : `Failed: ${failed.map((result) => result.name).join(', ')}.`,
);
process.exit(failed.length === 0 ? 0 : 1);
