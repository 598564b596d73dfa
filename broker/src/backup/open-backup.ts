import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { Decrypter } from 'age-encryption';
import { type Extract, extract } from 'tar-stream';
import { BackupContents, BackupHead, entryNames, secretFiles } from './backup-contents.ts';
import { checkContents, createTableTally } from './tally-tables.ts';

export interface BackupReader {
  head(head: BackupHead): Promise<void>;
  /** A generated secret of the data folder it was taken from. */
  secret(name: string, text: string): Promise<void>;
  /** The next bytes of a table's rows; the tables come one after the other. */
  rows(table: string, bytes: Buffer): Promise<void>;
  /** Called last, and only when every table is whole. */
  contents(contents: BackupContents): Promise<void>;
}

/**
 * Reads a backup from its beginning to its end, which is also its check: age authenticates every byte and the end itself, and the
 * hash and the number of rows of each table are compared. Resolves only when it is whole.
 *
 * @throws a sentence that says what to do: another key, another file
 */
export async function openBackup(
  file: string,
  identities: readonly string[],
  reader: BackupReader,
): Promise<void> {
  const source = createReadStream(file);
  // What is thrown by us or by who reads says what is the matter itself; all else means that the file is not whole.
  let told: Error | undefined;
  async function telling<Result>(act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      told = error instanceof Error ? error : new Error('the backup could not be read', { cause: error });
      throw told;
    }
  }
  try {
    const plain = await telling(() => decrypt(source, file, identities));
    const entries = extract();
    const read = pipeline(Readable.fromWeb(plain as never), createZstdDecompress(), entries);
    // Whoever reads hears of it as well.
    read.catch(() => undefined);
    await readEntries(entries, reader, telling).catch((error: unknown) => {
      entries.destroy();
      throw error;
    });
    await read;
  } catch (error) {
    throw told ?? explainBroken(error, file);
  } finally {
    source.destroy();
  }
}

async function decrypt(
  source: Readable,
  file: string,
  identities: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  const age = new Decrypter();
  for (const identity of identities) age.addIdentity(identity);
  try {
    return await age.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>);
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new Error(`${file} cannot be read (${String(error.code)}).`, { cause: error });
    const isForOthers = error instanceof Error && error.message.includes('no identity matched');
    throw new Error(
      isForOthers
        ? `This key does not open ${file}: it was encrypted for another one. Give the key whose public half stood in BROKER_BACKUP_RECIPIENTS when it was made.`
        : `${file} is not a backup of Coinslot, or its beginning is broken. Take another one.`,
      { cause: error },
    );
  }
}

async function readEntries(
  entries: Extract,
  reader: BackupReader,
  telling: (act: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const tally = createTableTally();
  let head: BackupHead | undefined;
  let contents: BackupContents | undefined;
  for await (const entry of entries) {
    const { name } = entry.header;
    const bytes = Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Buffer>));
    if (head === undefined) {
      await telling(async () => {
        head = readHead(name, bytes);
        await reader.head(head);
      });
    } else if (name.startsWith(entryNames.secretsFolder)) {
      const secret = secretFiles.find((one) => name === `${entryNames.secretsFolder}${one}`);
      if (secret === undefined) throw new Error('it holds a secret that none of ours is');
      await telling(() => reader.secret(secret, bytes.toString('utf8')));
    } else if (name.startsWith(entryNames.tablesFolder)) {
      const table = name.split('/')[1] ?? '';
      tally.add(table, bytes);
      await telling(() => reader.rows(table, bytes));
    } else if (name === entryNames.contents) {
      contents = BackupContents.parse(JSON.parse(bytes.toString('utf8')));
    }
  }
  if (head === undefined || contents === undefined) throw new Error('its end is missing');
  const whole = contents;
  checkContents(head, whole, tally.finish());
  await telling(() => reader.contents(whole));
}

function readHead(name: string, bytes: Buffer): BackupHead {
  const parsed = BackupHead.safeParse(name === entryNames.head ? JSON.parse(bytes.toString('utf8')) : null);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`This backup cannot be restored: it ${issue?.message ?? 'has no beginning'}.`);
}

function explainBroken(error: unknown, file: string): Error {
  return new Error(
    `The backup ${file} is broken or cut off. Nothing of it was kept: take another one, or fetch this one anew from where you copied it to.`,
    { cause: error },
  );
}
