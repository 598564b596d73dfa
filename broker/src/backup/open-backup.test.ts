import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import { expect, onTestFinished, test } from 'vitest';
import { writeArchive } from './archive.ts';
import { makeBackupKey } from './backup-keys.ts';
import { openBackup } from './open-backup.ts';

const head = {
  format: 1,
  takenAt: '2026-01-01T00:00:00.000Z',
  brokerId: 'b6c1d9ff-6f3b-4f0f-9f56-6a5f3f0f9a11',
  migrations: [{ hash: 'x', createdAt: 1 }],
  secretKeyIds: [],
  tables: [],
  leftOut: [],
};

/** Whoever knows the public half can make one. */
async function makeBackup(secretName: string): Promise<{ file: string; identity: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coinslot-foreign-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { identity, recipient } = await makeBackupKey();
  const archive = writeArchive(async (writer) => {
    await writer.json('backup.json', head);
    await writer.entry(`secrets/${secretName}`, Buffer.from('text'));
    await writer.json('contents.json', { tables: [], sequences: [] });
  });
  const age = new Encrypter();
  age.addRecipient(recipient);
  const file = path.join(folder, 'coinslot.backup');
  const plain = Readable.toWeb(archive.pipe(createZstdCompress())) as ReadableStream<Uint8Array>;
  await pipeline(await age.encrypt(plain), createWriteStream(file));
  return { file, identity };
}

async function secretsOf({ file, identity }: { file: string; identity: string }): Promise<string[]> {
  const names: string[] = [];
  await openBackup(file, [identity], {
    head: async () => undefined,
    secret: async (name) => void names.push(name),
    rows: async () => undefined,
    contents: async () => undefined,
  });
  return names;
}

test('only the secrets that a house has are taken from a backup, by no other name', async () => {
  expect(await secretsOf(await makeBackup('secret-key'))).toEqual(['secret-key']);
  for (const name of ['../secret-key', 'secret-key/x', 'worker-key', '']) {
    await expect(secretsOf(await makeBackup(name)), name).rejects.toThrow(/broken/);
  }
});
