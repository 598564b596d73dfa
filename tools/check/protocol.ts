import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Check } from './check.ts';

const folder = 'shared/src/worker-messages';
const recordFile = `${folder}/protocol-hash.json`;

const ProtocolRecord = z.object({ version: z.number().int(), hash: z.string() });
type ProtocolRecord = z.infer<typeof ProtocolRecord>;

/** Workers of other builds are out there: no message changes shape without somebody deciding about the version. */
export const protocol: Check = {
  name: 'protocol',
  async run(root) {
    const { record, messages } = await readProtocol(root);
    const file = path.join(root, recordFile);
    const known = existsSync(file)
      ? ProtocolRecord.parse(JSON.parse(await readFile(file, 'utf8')))
      : undefined;
    const ok = known?.hash === record.hash && known.version === record.version;
    return { ok, examined: messages, text: ok ? '' : explain(known, record) };
  },
};

/** Writes down today's protocol as the agreed one. */
export async function acceptProtocol(root: string): Promise<void> {
  const { record } = await readProtocol(root);
  await writeFile(path.join(root, recordFile), `${JSON.stringify(record, null, 2)}\n`);
}

async function readProtocol(root: string): Promise<{ record: ProtocolRecord; messages: number }> {
  const [up, down, version] = await Promise.all(
    ['up.ts', 'down.ts', 'version.ts'].map(
      // A fixture's copy must not answer from the module cache of the real one: the path is part of the address.
      (file): Promise<Record<string, unknown>> => import(pathToFileURL(path.join(root, folder, file)).href),
    ),
  );
  const schemas = [up?.['UpMessage'], down?.['DownMessage']].filter(
    (schema) => schema instanceof z.ZodDiscriminatedUnion,
  );
  const text = schemas.map((schema) =>
    JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
  );
  return {
    record: {
      version: z.number().int().parse(version?.['protocolVersion']),
      hash: createHash('sha256').update(text.join('\n')).digest('hex'),
    },
    messages: schemas.reduce((sum, schema) => sum + schema.options.length, 0),
  };
}

function explain(known: ProtocolRecord | undefined, record: ProtocolRecord): string {
  const accept = 'run `npm run check -- --accept-protocol` and commit protocol-hash.json';
  if (known === undefined) return `${recordFile} is missing: ${accept}.`;
  if (known.version !== record.version)
    return `protocolVersion went from ${known.version} to ${record.version}: ${accept}.`;
  return `The worker messages changed but protocolVersion is still ${record.version}. If a worker of the last release would misread the new shape, raise it in ${folder}/version.ts; if the change only adds what may be absent, keep it. Then ${accept}.`;
}
