import path from 'node:path';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { findFaults } from './find-faults.ts';

// Compares the catalogues with the code and prints one line a fault; with `--write` it first puts in what is new and
// takes out what is no longer said, leaving new messages to be translated.
process.chdir(path.join(import.meta.dirname, '../..'));
const config = getConfig({ cwd: process.cwd() });
const [catalog] = await getCatalogs(config);
if (!catalog) throw new Error('lingui.config.ts names no catalogue');

if (process.argv.includes('--write'))
  await catalog.make({ clean: true, overwrite: false, orderBy: 'message' });
const wanted = await catalog.collect();
if (!wanted) throw new Error('a file of the page could not be read');

const faults: string[] = [];
for (const locale of config.locales.map(String)) {
  const found = findFaults(wanted, (await catalog.read(locale)) ?? {});
  faults.push(...found.map((fault) => `${locale}: ${fault}`));
}
process.stdout.write(`${JSON.stringify({ examined: Object.keys(wanted).length, faults })}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
