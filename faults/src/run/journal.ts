import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What became of one round. `error`: it could not be run, which proves nothing either way. */
const Entry = z.object({
  scenario: z.string(),
  seed: z.number(),
  outcome: z.enum(['held', 'violated', 'error']),
  ms: z.number(),
  figures: z.record(z.string(), z.number()),
  message: z.string().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
});
export type Entry = z.infer<typeof Entry>;

/** The rounds of a run, kept as lines of JSON, so that a run that was stopped goes on where it was. */
export interface Journal {
  file: string;
  entries: Entry[];
  add: (entry: Entry) => Promise<void>;
}

/** @throws when the file holds what is no round: it is another file, or was edited */
export async function openJournal(file: string): Promise<Journal> {
  await mkdir(path.dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch(() => '');
  // A line that was cut off by a kill has no end, and is not counted.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const entries = lines.filter((line) => line !== '').map((line) => Entry.parse(JSON.parse(line)));
  if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
  return {
    file,
    entries,
    async add(entry) {
      entries.push(entry);
      await appendFile(file, `${JSON.stringify(entry)}\n`);
    },
  };
}
