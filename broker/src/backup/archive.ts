import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack as packTar } from 'tar-stream';

export interface ArchiveWriter {
  /** Waits until whoever reads has taken it. */
  entry(name: string, bytes: Buffer): Promise<void>;
  json(name: string, value: unknown): Promise<void>;
}

/** A tar archive, written while it is read. What `write` throws ends the stream with that error. */
export function writeArchive(write: (writer: ArchiveWriter) => Promise<void>): Readable {
  const pack = packTar();
  const output = new PassThrough();
  const read = pipeline(Readable.from(pack), output);
  const { promise: broken, reject: onBroken } = Promise.withResolvers<never>();
  broken.catch(() => undefined);
  read.catch(onBroken);

  async function entry(name: string, bytes: Buffer): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sink = pack.entry({ name, size: bytes.length, mode: 0o600 }, (error) => {
      if (error) reject(error);
      else resolve();
    });
    sink.end(bytes);
    await Promise.race([promise, broken]);
  }

  const writer = { entry, json: (name: string, value: unknown) => entry(name, toJson(value)) };
  write(writer).then(
    () => pack.finalize(),
    (error: unknown) => output.destroy(error instanceof Error ? error : new Error('the backup failed')),
  );
  return output;
}

function toJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}
