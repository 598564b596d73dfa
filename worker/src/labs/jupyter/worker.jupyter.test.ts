import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJupyterHub } from '../../testing/jupyter-hub.ts';
import type { JupyterHub } from '../../testing/jupyter-hub.ts';
import { jupyterTitle, missingJupyter } from '../../testing/jupyter-requirements.ts';
import { runOverSsh } from '../../testing/run-over-ssh.ts';
import { makeAssignment, makeWorld } from '../../testing/worker-world.ts';
import type { WorkerWorld } from '../../testing/worker-world.ts';

describe.skipIf(missingJupyter !== null)(jupyterTitle('the worker at a real JupyterHub'), () => {
  let hub: JupyterHub;
  let world: WorkerWorld;
  beforeAll(async () => {
    hub = await startJupyterHub();
    world = await makeWorld({ labStartMs: 60_000, shellMs: 30_000, tunnelMs: 20_000, verifyMs: 20_000 });
    await world.start();
  });
  afterAll(async () => {
    await Promise.allSettled([world?.stop()]);
    await hub?.stop();
  });

  test('a browser that dies in the middle costs a try; the machine is ready by key, and its end is confirmed', async () => {
    const { broker } = world;
    const machine = makeAssignment({
      template: 'default',
      provisionRemainingMs: 300_000,
      lab: { recipe: 'jupyter', baseUrl: hub.url },
      seat: { username: 'seat-1', password: hub.password },
    });
    broker.want([machine]);
    await broker.until(
      'the server is being started',
      () => broker.bodies('lab_session_started').length > 0,
      60_000,
    );
    process.kill(-browserPid(world), 'SIGKILL');
    const ready = await broker.until(
      'ready',
      () => broker.reports().find(({ body }) => body.kind === 'ready' || body.kind === 'failed')?.body,
      150_000,
    );
    if (ready.kind !== 'ready') throw new Error(JSON.stringify(ready));
    expect(broker.bodies('retrying')).toEqual([expect.objectContaining({ failure: 'browser_failed' })]);
    const [endpoint] = ready.endpoints;
    expect(endpoint).toMatchObject({ password: null, username: 'jupyter' });
    expect(await runOverSsh(endpoint!, 'id -un')).toBe('jupyter\n');
    expectHidden(world, endpoint!.privateKey ?? '');

    broker.want([{ ...machine, goal: 'end' }]);
    await broker.until('every session ended', () => endedBodies(world).length === 2, 60_000);
    expect(endedBodies(world).map(({ how }) => how)).toEqual(['confirmed', 'confirmed']);
    expect(await hub.pidsOf('', 'seat-1')).toEqual([]);
  });
});

function endedBodies({ broker }: WorkerWorld): Extract<ReportBody, { kind: 'lab_session_ended' }>[] {
  return broker.bodies('lab_session_ended');
}

/** Neither in the member's log, nor in the worker's own. */
function expectHidden(world: WorkerWorld, secret: string): void {
  const line = secret.split('\n')[3] ?? '';
  expect(line.length).toBeGreaterThan(20);
  expect(world.broker.logText() + world.processLog()).not.toContain(line);
}

function browserPid(world: WorkerWorld): number {
  const pids = [...world.processLog().matchAll(/"chromiumPid":(\d+),"source"/g)].map(([, pid]) =>
    Number(pid),
  );
  return pids.at(-1)!;
}
