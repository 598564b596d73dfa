import { z } from 'zod';
import { readHttp } from '../links/http-messages.ts';
import { readPostgres } from '../links/postgres-messages.ts';
import type { See } from '../links/sighting.ts';
import { readWebSocket } from '../links/websocket-messages.ts';
import { openProxy, type Proxy, type ProxyOptions } from '../proxy/open-proxy.ts';

/** The lines between the product's parts: whatever one of them says to another goes through one of these. */
export interface Lines {
  member: Proxy;
  database: Proxy;
  lab: Proxy;
  /** By the worker's name. */
  workers: Map<string, Proxy>;
  /** One for each SSH port of the lab. */
  machines: Proxy[];
}

/** The machines' SSH ports are shown with this address, and listen on 127.0.0.1. */
export const machineHost = '127.0.0.2';

export interface Ports {
  broker: number;
  lab: number;
  database: number;
  sshFirst: number;
  sshLast: number;
}

export async function openLines(ports: Ports, workers: readonly string[], see: See): Promise<Lines> {
  const line = (port: number, watch?: ProxyOptions['watch']) =>
    openProxy({ to: { host: '127.0.0.1', port }, ...(watch === undefined ? {} : { watch }) });
  const sshPorts = Array.from({ length: ports.sshLast - ports.sshFirst + 1 }, (_, n) => ports.sshFirst + n);
  return {
    member: await line(ports.broker),
    database: await line(ports.database, () =>
      readPostgres((way, lasting) => see({ link: 'database', way, ...lasting })),
    ),
    lab: await line(ports.lab, () => readHttp((way, asked) => see({ link: 'lab', way, ...asked }))),
    workers: new Map(
      await Promise.all(
        workers.map(
          async (worker) => [worker, await line(ports.broker, () => readWorker(worker, see))] as const,
        ),
      ),
    ),
    machines: await Promise.all(
      sshPorts.map((port) =>
        openProxy({
          to: { host: '127.0.0.1', port },
          listen: { host: machineHost, port },
          watch: () => ({ up: readFirst(() => see({ link: 'machine', way: 'up' })) }),
        }),
      ),
    ),
  };
}

export async function closeLines(lines: Lines): Promise<void> {
  await Promise.all(
    [lines.member, lines.database, lines.lab, ...lines.workers.values(), ...lines.machines].map((line) =>
      line.close(),
    ),
  );
}

const Message = z.object({ type: z.string() }).loose();

function readWorker(worker: string, see: See): ReturnType<NonNullable<ProxyOptions['watch']>> {
  let isSocket = false;
  const tell = (way: 'up' | 'down') => (text: unknown) => {
    const message = Message.safeParse(text).data;
    return message === undefined ? undefined : see({ link: 'worker', way, worker, message });
  };
  return {
    // Streams and the enrolment take the same way, and say nothing that is looked for.
    up: readWebSocket((line) => (isSocket = line.startsWith('GET /worker/v1 ')), tell('up')),
    down: readWebSocket(() => isSocket, tell('down')),
  };
}

function readFirst(pass: () => Promise<void> | undefined): { read: (bytes: Buffer) => { bytes: Buffer }[] } {
  let isFirst = true;
  return {
    read(bytes) {
      const piece = isFirst ? { bytes, pass } : { bytes };
      isFirst = false;
      return [piece];
    },
  };
}
