import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from './write-file-atomically.ts';

const StoredIdentity = z.object({
  workerId: z.uuid(),
  brokerId: z.uuid(),
  name: z.string(),
  joinCounter: z.int().nonnegative(),
});
type StoredIdentity = z.infer<typeof StoredIdentity>;

/** Who this worker is to its broker: the record, the private key that never leaves this host, the join counter. */
export type WorkerIdentity = {
  workerId: string;
  brokerId: string;
  name: string;
  joinCounter: () => number;
  /** On the disk (synced) when it resolves. */
  storeJoinCounter: (joinCounter: number) => Promise<void>;
  /** Ed25519 over UTF-8 text, base64. */
  sign: (text: string) => string;
};

/** The identity in the data folder, or null when this worker was never enrolled. */
export async function readIdentity(dataDir: string): Promise<WorkerIdentity | null> {
  const text = await readOrNull(identityPath(dataDir));
  const key = await readOrNull(keyPath(dataDir));
  if (text === null || key === null) return null;
  return openIdentity(dataDir, StoredIdentity.parse(JSON.parse(text)), createPrivateKey(key));
}

/** Stores what the broker answered to the enrolment. */
export async function storeIdentity(
  dataDir: string,
  record: { workerId: string; brokerId: string; name: string },
  privateKey: KeyObject,
): Promise<WorkerIdentity> {
  const stored: StoredIdentity = { ...record, joinCounter: 0 };
  await writeFileAtomically(identityPath(dataDir), `${JSON.stringify(stored)}\n`);
  return openIdentity(dataDir, stored, privateKey);
}

/** This host's key: the one in the data folder, else a new one (0600). The public half is DER SPKI, base64. */
export async function readOrMakeKey(dataDir: string): Promise<{ privateKey: KeyObject; publicKey: string }> {
  const existing = await readOrNull(keyPath(dataDir));
  const privateKey =
    existing === null ? generateKeyPairSync('ed25519').privateKey : createPrivateKey(existing);
  if (existing === null)
    await writeFileAtomically(
      keyPath(dataDir),
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return { privateKey, publicKey };
}

function openIdentity(dataDir: string, stored: StoredIdentity, privateKey: KeyObject): WorkerIdentity {
  let joinCounter = stored.joinCounter;
  return {
    workerId: stored.workerId,
    brokerId: stored.brokerId,
    name: stored.name,
    joinCounter: () => joinCounter,
    async storeJoinCounter(next) {
      await writeFileAtomically(
        identityPath(dataDir),
        `${JSON.stringify({ ...stored, joinCounter: next })}\n`,
      );
      joinCounter = next;
    },
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function identityPath(dataDir: string): string {
  return join(dataDir, 'identity.json');
}

function keyPath(dataDir: string): string {
  return join(dataDir, 'worker.key');
}
