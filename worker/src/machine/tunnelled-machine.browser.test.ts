import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandInEdge } from '../testing/cloudflared/edge.ts';
import type { StandInEdge } from '../testing/cloudflared/edge.ts';
import { pidOfTunnel } from '../testing/cloudflared/pid-of-tunnel.ts';
import { missingNamespaces, suiteTitle } from '../testing/lab-requirements.ts';
import { makeLabWorld } from '../testing/lab-world.ts';
import type { LabWorld } from '../testing/lab-world.ts';
import { runOverSsh } from '../testing/run-over-ssh.ts';
import { openSideDoor } from '../tunnels/open-side-door.ts';

const hostname = 'm-3f9c2a71.lab.example.org';
const token = 'token-of-this-machine-only';

describe.skipIf(missingNamespaces !== null)(suiteTitle('a machine behind cloudflared'), () => {
  let world: LabWorld;
  let edge: StandInEdge;
  let binary: string;
  beforeAll(async () => {
    edge = await startStandInEdge();
    world = await makeLabWorld();
    binary = await edge.writeBinary(world.config.dataDir);
    world.config.cloudflaredPath = binary;
    world.config.timeouts.tunnelMs = 15_000;
    await world.broker.until('the first worker', () =>
      world.broker.received.some(({ type }) => type === 'heartbeat'),
    );
    await world.restartWorker();
  });
  afterAll(async () => {
    await world.stop();
    await edge.stop();
  });

  test('is logged in to by its hostname, heals with the same one, goes over to the next worker, and ends without a trace', async () => {
    const tunnel = { kind: 'cloudflared', place: 'worker', hostname, token } as const;
    const machine = world.machineFor(await world.newSeat(), {
      tunnel: { ...tunnel, hostname: null, token: null },
    });
    world.assign(machine);
    // The broker makes the tunnel while the lab works.
    await world.broker.until('the way in', () =>
      world.bodiesOf(machine).some((body) => body.kind === 'step' && body.step === 'open_tunnel'),
    );
    edge.addTunnel(hostname, token);
    world.assign({ ...machine, tunnel });
    const outcome = await world.outcome(machine);
    if (outcome.kind !== 'ready') throw new Error(`not ready: ${JSON.stringify(outcome)}`);
    const endpoint = outcome.endpoints[0]!;
    expect(endpoint).toMatchObject({ tunnel: 'cloudflared', reach: 'anywhere', host: hostname, port: 22 });
    expect(endpoint.knownHostsLine).toMatch(new RegExp(`^${hostname} ssh-`));
    expect(await logIn(endpoint)).toContain('hello from inside');

    const health = () => world.broker.hold(machine)?.health;
    await world.broker.until('a good check', () => health()?.ok === true);
    process.kill(await pidOf(machine.machineId), 'SIGKILL');
    await world.broker.until('a bad check', () => health()?.fault === 'tunnel_down', 20_000);
    await world.broker.until('a good check again', () => health()?.ok === true, 20_000);

    const readyReports = () => world.bodiesOf(machine).filter(({ kind }) => kind === 'ready').length;
    const before = readyReports();
    world.assign({ ...machine, tunnel, endpoint });
    await world.restartWorker();
    await world.broker.until('ready at the next worker', () => readyReports() > before, 30_000);
    expect(await logIn(endpoint)).toContain('hello from inside');

    await world.end({ ...machine, tunnel, endpoint });
    await world.broker.until('nobody behind the name', () => edge.connectors(hostname) === 0);
    expect(await readdir(join(world.config.dataDir, 'tunnels'))).toEqual([]);
    await expect(logIn(endpoint)).rejects.toThrow(/./);
    expect(world.processLog()).not.toContain(token);
  });

  /** As the member: `ssh` with `cloudflared access ssh` as its proxy command. */
  async function logIn(endpoint: Parameters<typeof runOverSsh>[0]): Promise<string> {
    const door = await openSideDoor({ path: binary, hostname, folder: world.config.dataDir });
    try {
      return await runOverSsh({ ...endpoint, ...door.address }, 'echo hello from inside');
    } finally {
      await door.close();
    }
  }

  async function pidOf(machineId: string): Promise<number> {
    return pidOfTunnel(join(world.config.dataDir, 'tunnels', machineId));
  }
});
