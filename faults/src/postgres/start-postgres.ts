import { openEmbedded } from '../../../broker/src/database/embedded/open-embedded.ts';
import { migrateDatabase } from '../../../broker/src/database/migrate.ts';
import type { FaultPlace } from '../scenario.ts';

/** A real, migrated Postgres in the place's folder, ended with the place. Both addresses are of the broker's database. */
export async function startPostgres(place: FaultPlace): Promise<{ url: string; superuserUrl: string }> {
  const embedded = await openEmbedded({ dataDir: place.folder });
  place.atEnd(() => embedded.stop());
  await migrateDatabase(embedded.url);
  const superuserUrl = new URL(embedded.superuserUrl);
  superuserUrl.pathname = new URL(embedded.url).pathname;
  return { url: embedded.url, superuserUrl: superuserUrl.href };
}
