import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExtractorType } from '@lingui/conf';
import { z } from 'zod';

const shared = path.join(import.meta.dirname, '../../../shared/src');

/**
 * The tables of the contracts whose sentences people read, and the keys under which they stand there; no keys: the
 * values themselves. A sentence is its own key in the catalogues: it comes over the wire as it is (`sayContract`).
 */
const tables: Record<string, { name: string; keys?: readonly string[] }> = {
  'error-codes.ts': { name: 'errorCatalogue', keys: ['title', 'text'] },
  'incident-words.ts': { name: 'incidentWords', keys: ['text', 'doing', 'advice'] },
  'kept-names.ts': { name: 'keptNames' },
  'said-sentences.ts': { name: 'saidSentences' },
  'states/end-reason.ts': { name: 'endReasons', keys: ['text'] },
  'states/provision-failure.ts': { name: 'provisionFailures', keys: ['text'] },
  'states/provision-step.ts': { name: 'provisionStepLabels' },
  'states/queue-block.ts': { name: 'queueBlocks' },
  'states/recipe.ts': { name: 'recipes', keys: ['title'] },
  'states/way-in-fault.ts': { name: 'wayInFaults' },
  'worker-messages/stream.ts': { name: 'streamFaults' },
};

/** The files that the extractor below reads. */
export const contractFiles: readonly string[] = Object.keys(tables).map((file) => path.join(shared, file));

const Sentences = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())]));

/** Takes the sentences of the contracts into the catalogues. */
export const contractSentences: ExtractorType = {
  match: (file) => contractFiles.includes(path.resolve(file)),
  async extract(file, _code, onMessage) {
    const table = tables[path.relative(shared, path.resolve(file))];
    if (!table) return;
    const module: Record<string, unknown> = await import(pathToFileURL(path.resolve(file)).href);
    for (const entry of Object.values(Sentences.parse(module[table.name]))) {
      const found = typeof entry === 'string' ? [entry] : (table.keys ?? []).map((key) => entry[key]);
      for (const sentence of found)
        onMessage({ id: z.string().parse(sentence), context: 'contract', origin: [file, 1] });
    }
  },
};
