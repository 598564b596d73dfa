import { AssertionError } from 'node:assert';
import { openDb } from '../../../broker/src/database/db.ts';
import { type FleetWorld, startFleetWorld } from '../../../broker/src/domains/fleet/testing/fleet-world.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { FaultPlace, Figures, Stage } from '../scenario.ts';
import { Violation } from '../scenario.ts';
import { openDatabases } from '../simulator/databases.ts';

/** A host that is busy with other things makes nobody fail, and a fleet comes in without a queue at the door. */
const patient = {
  BROKER_ACK_TIMEOUT_MS: '20000',
  BROKER_PENALTY_MS: '200',
  BROKER_WORKER_JOINS_PER_SECOND: '100000',
};

/** Rounds in which a broker of its own, on a database of its own, has a fleet of scripted workers on real sockets. */
export async function openFleetRounds(
  place: FaultPlace,
  act: (world: FleetWorld, seed: number, signal: AbortSignal) => Promise<Figures>,
  options: { environment?: Record<string, string>; loops?: boolean } = {},
): Promise<Stage> {
  const databases = openDatabases(await startPostgres(place));
  return {
    async round(seed, signal) {
      const { databaseUrl: url, superuserUrl, drop } = await databases.make();
      const db = openDb({
        url,
        poolSize: 20,
        applicationName: 'coinslot faults',
        onConnectionError: () => undefined,
      });
      const close = (): Promise<void> => db.$client.end().then(drop);
      const world = await startFleetWorld(
        { ...patient, ...options.environment },
        {
          loops: options.loops ?? true,
          seats: 64,
          database: { db, url, superuserUrl, close },
        },
      );
      try {
        return await act(world, seed, signal);
      } catch (error) {
        if (!(error instanceof AssertionError)) throw error;
        throw new Violation(error.message, { actual: error.actual, expected: error.expected });
      } finally {
        await world.close();
      }
    },
  };
}
