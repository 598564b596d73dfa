import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeBackupKey } from '../../../broker/src/backup/backup-keys.ts';
import { restoreBackup } from '../../../broker/src/backup/restore-backup.ts';
import { verifyBackup } from '../../../broker/src/backup/verify-backup.ts';
import { writeBackup } from '../../../broker/src/backup/write-backup.ts';
import { openDb } from '../../../broker/src/database/db.ts';
import { verifyLedger } from '../../../broker/src/domains/wallet/index.ts';
import { setLedgerOnFire } from '../../../broker/src/domains/wallet/testing/ledger-fire.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { createRandom, type Random } from '../random.ts';
import { type FaultPlace, type Scenario, Violation } from '../scenario.ts';

const movements = 2_000;
const clients = 10;
const backupsPerRound = 3;
const harmsPerBackup = 40;
const applicationName = 'coinslot faults';

/** Backups in the middle of a fire: each restores with books that agree, and a harmed one never passes for whole. */
export const backups: Scenario = {
  name: 'backups',
  about: 'backups are taken while coins move, restored, and harmed: cut, changed, with bytes swapped',
  promises: [19],
  weight: 2,
  async open(place) {
    const postgres = await startPostgres(place);
    const key = await makeBackupKey();
    const db = openDb({
      url: postgres.url,
      poolSize: clients,
      applicationName,
      onConnectionError: () => undefined,
    });
    place.atEnd(() => db.$client.end());
    return {
      async round(seed, signal) {
        const random = createRandom(seed);
        const files = Array.from({ length: backupsPerRound }, (_, n) =>
          path.join(place.folder, `${n}.backup`),
        );
        const [fire] = await Promise.all([
          setLedgerOnFire(
            { db, superuserUrl: postgres.superuserUrl, applicationName },
            { seed, movements, clients },
          ),
          takeOneAfterAnother(place, postgres.url, { files, recipient: key.recipient, random }),
        ]);
        let harms = 0;
        let transfers = 0;
        for (const file of files) {
          signal.throwIfAborted();
          transfers += await restoreInto(place, postgres, { file, identity: key.identity });
          harms += await harm(file, key.identity, random);
        }
        return { movements: fire.movements, backups: files.length, 'transfers restored': transfers, harms };
      },
    };
  },
};

/** Each after a few hundred more movements, as many as the seed says, so that they fall into the fire wherever it is slow or quick. */
async function takeOneAfterAnother(
  place: FaultPlace,
  databaseUrl: string,
  { files, recipient, random }: { files: string[]; recipient: string; random: Random },
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const count = async () =>
      (await client.query<{ n: number }>('select count(*)::integer as n from transfers')).rows[0]?.n ?? 0;
    const before = await count();
    for (const [index, file] of files.entries()) {
      const wanted = before + (index + 1) * random.whole(50, 250);
      // A fire with many refusals moves less than that: then the time decides.
      const givesUpAt = performance.now() + 15_000;
      while ((await count()) < wanted && performance.now() < givesUpAt) await sleep(20);
      await writeBackup({
        databaseUrl,
        dataDir: place.folder,
        secretKeyIds: [],
        recipients: [recipient],
        file,
      });
    }
  } finally {
    await client.end();
  }
}

/** Answers how many transfers it held. */
async function restoreInto(
  place: FaultPlace,
  { url, superuserUrl }: { url: string; superuserUrl: string },
  { file, identity }: { file: string; identity: string },
): Promise<number> {
  const admin = new pg.Client({ connectionString: superuserUrl });
  await admin.connect();
  try {
    await admin.query('drop database if exists restored with (force)');
    await admin.query(`create database restored owner coinslot template template0`);
    const restoredUrl = new URL(url);
    restoredUrl.pathname = '/restored';
    await restoreBackup({
      file,
      identities: [identity],
      databaseUrl: restoredUrl.href,
      dataDir: path.join(place.folder, 'restored'),
      secretKeys: [],
      keepAccess: false,
    });
    const restored = openDb({
      url: restoredUrl.href,
      poolSize: 2,
      applicationName,
      onConnectionError: () => undefined,
    });
    const report = await verifyLedger(restored).finally(() => restored.$client.end());
    if (report.differences.length > 0)
      throw new Violation('the books of a restored backup do not agree', {
        differences: report.differences.slice(0, 5),
      });
    return report.transfers;
  } finally {
    await admin.end();
  }
}

/** Cuts or changes copies of it at random places; none may pass for whole. */
async function harm(file: string, identity: string, random: Random): Promise<number> {
  const whole = await readFile(file);
  const copy = `${file}.harmed`;
  for (let n = 0; n < harmsPerBackup; n += 1) {
    const at = random.whole(0, whole.length - 1);
    const harmed = random.chance(0.5) ? whole.subarray(0, at) : changed(whole, at);
    await writeFile(copy, harmed);
    const passed = await verifyBackup(copy, [identity]).then(
      () => true,
      () => false,
    );
    if (passed)
      throw new Violation('a harmed backup passed for whole', { at, bytes: harmed.length, of: whole.length });
  }
  return harmsPerBackup;
}

function changed(whole: Buffer, at: number): Buffer {
  const copy = Buffer.from(whole);
  copy[at] = (copy[at] ?? 0) ^ 0x5a;
  return copy;
}
