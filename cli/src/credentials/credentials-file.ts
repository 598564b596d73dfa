import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { cliError } from '../cli-error.ts';

/** What is kept of the sign-in at one server. */
const Credential = z.object({
  secret: z.string(),
  keyId: z.string(),
  memberName: z.string(),
  expiresAt: z.iso.datetime(),
});

/** The file: servers by their address, and the one that is asked when nobody says which. */
export const Credentials = z.object({
  version: z.literal(1),
  server: z.string().nullable(),
  servers: z.record(z.string(), Credential),
});
export type Credentials = z.infer<typeof Credentials>;

/** What was kept at sign-ins; nothing when there was none yet. */
export async function readCredentials(file: string): Promise<Credentials> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { version: 1, server: null, servers: {} };
  const parsed = Credentials.safeParse(parseJson(text));
  if (!parsed.success) throw cliError('failed', `${file} cannot be read. Delete it and sign in again.`);
  return parsed.data;
}

/** Writes the file anew, for its owner's eyes only; a crash leaves the old one. */
export async function writeCredentials(file: string, credentials: Credentials): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = path.join(folder, `.${path.basename(file)}.${process.pid}`);
  await writeFile(fresh, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  // A file that stood there from an earlier crash keeps its mode.
  await chmod(fresh, 0o600);
  await rename(fresh, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
