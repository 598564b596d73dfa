import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import {
  type ProductProcess,
  runProductCommand,
  startProductProcess,
} from '../../../../e2e/harness/product-process.ts';
import { type Lines, machineHost, type Ports } from './lines.ts';
import { brokerSettings, workerSettings } from './settings.ts';

/** What the harness can start again: each of the product's own processes. */
export interface Starters {
  broker: () => Promise<ProductProcess>;
  lab: () => Promise<ProductProcess>;
  worker: (name: string) => Promise<ProductProcess>;
}

export interface PartsPlace {
  folder: string;
  ports: Ports;
  lines: Lines;
  /** As the broker uses it and as the operator's command does. */
  databaseUrl: URL;
  slots: number;
}

/** An account at the lab, with its password. */
export interface LabSeat {
  username: string;
  password: string;
  maxConcurrent: number;
}

/** Where members find the dashboard. */
export const originOf = (lines: Lines): string => `http://localhost:${lines.member.port}`;

/** Prepares lab accounts, seats and enrolments beside a broker that is being started, as an operator does. */
export async function setUpParts(
  place: PartsPlace,
  workers: readonly string[],
): Promise<{ starters: Starters; broker: ProductProcess; lab: ProductProcess; seats: LabSeat[] }> {
  const { folder, ports, lines } = place;
  const brokerEnv = {
    COINSLOT_DATA_DIR: folder,
    BROKER_PORT: String(ports.broker),
    BROKER_LISTEN: '127.0.0.1',
    BROKER_PUBLIC_URL: originOf(lines),
    DATABASE_URL: withPort(place.databaseUrl, lines.database.port),
    ...brokerSettings,
  };
  const labEnv = {
    LAB_PORT: String(ports.lab),
    LAB_DATA_DIR: path.join(folder, 'lab'),
    LAB_SSH_PORT_FIRST: String(ports.sshFirst),
    LAB_SSH_PORT_LAST: String(ports.sshLast),
    LAB_SSH_HOST: machineHost,
  };
  const tokens = new Map<string, string>();
  const starters: Starters = {
    broker: () =>
      startProductProcess({
        file: 'broker/src/main.ts',
        env: brokerEnv,
        readyMessage: 'broker is listening',
      }),
    lab: () =>
      startProductProcess({ file: 'lab/src/main.ts', env: labEnv, readyMessage: 'lab is listening' }),
    worker: (name) =>
      startProductProcess({
        file: 'worker/src/main.ts',
        env: {
          WORKER_BROKER_URL: `ws://127.0.0.1:${lines.workers.get(name)?.port}/worker/v1`,
          WORKER_DATA_DIR: path.join(folder, name),
          COINSLOT_ENROLMENT_TOKEN: tokens.get(name) ?? '',
          ...workerSettings,
        },
        readyMessage: 'worker is connected',
      }),
  };
  const cli = (args: readonly string[], input = '') =>
    runProductCommand(
      'broker/src/cli.ts',
      args,
      { ...brokerEnv, DATABASE_URL: place.databaseUrl.href },
      input,
    );

  const [broker, lab] = await Promise.all([starters.broker(), starters.lab()]);
  const names = ['seat-a', 'seat-b'];
  const seats = await Promise.all(
    names.map(async (username) => {
      const password = randomBytes(18).toString('base64url');
      const args = ['add', username, '--machines', String(place.slots)];
      await runProductCommand('lab/src/account.ts', args, labEnv, password);
      return { username, password, maxConcurrent: place.slots };
    }),
  );
  const labUrl = `http://lab.localhost:${lines.lab.port}`;
  await cli(['lab', 'add-bundled', '--url', labUrl], JSON.stringify({ seats }));
  await Promise.all(
    workers.map(async (name) => {
      const options = ['--pool', 'default', '--name', name, '--capacity', String(place.slots), '--json'];
      const { token } = z
        .object({ token: z.string() })
        .parse(JSON.parse(await cli(['worker', 'enrol', ...options])));
      tokens.set(name, token);
    }),
  );
  return { starters, broker, lab, seats };
}

function withPort(url: URL, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
