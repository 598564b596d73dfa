import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { tellFailure } from '../../machine/tell-failure.ts';
import type { Console } from '../../recipes/console.ts';
import type { LabConnection } from '../../recipes/recipe.ts';
import { startJupyterHub } from '../../testing/jupyter-hub.ts';
import type { JupyterHub } from '../../testing/jupyter-hub.ts';
import { jupyterTitle, missingJupyter } from '../../testing/jupyter-requirements.ts';
import { openRecipeVisits } from '../../testing/recipe-visit.ts';
import type { RecipeVisits } from '../../testing/recipe-visit.ts';
import { runOverSsh } from '../../testing/run-over-ssh.ts';
import { jupyterRecipe as recipe } from './steps.ts';

const order = {
  label: 'cs-0badcafe-1-1-0ddba115',
  template: 'default',
  minutes: 10,
  beforeClick: async () => undefined,
};
const setUp = { machineName: 'quiet-otter', endsInMs: 600_000, tunnel: null };
/** What nothing finds by its parents, its session or its environment. */
const hide = 'env -i setsid sh -c "sleep 611 & sleep 612" < /dev/null > /dev/null 2>&1 &';

describe.skipIf(missingJupyter !== null)(jupyterTitle('what a member leaves at a hub'), () => {
  let hub: JupyterHub;
  let visits: RecipeVisits;
  beforeAll(async () => {
    const started = startJupyterHub({ isRoot: true, activeServers: 1 });
    [hub, visits] = await Promise.all([started, openRecipeVisits()]);
  });
  afterAll(async () => {
    await Promise.allSettled([visits?.close()]);
    for (const pid of await pidsOfUser(hub.userId)) process.kill(pid, 'SIGKILL');
    await hub?.stop();
  });

  async function signIn(username: string): Promise<Console> {
    const { console } = await visits.visit({ baseUrl: hub.url, username, password: hub.password });
    await recipe.signIn(console);
    return console;
  }

  async function bringUp(console: Console): Promise<{ labRef: string; way: LabConnection }> {
    const { labRef } = await recipe.start(console, order);
    await recipe.waitUntilLive(console, labRef);
    await recipe.openShell(console, labRef);
    await recipe.bootstrap(console, labRef, setUp);
    return { labRef, way: await recipe.readConnection(console, labRef) };
  }

  test('nothing of the account runs after its end, and nothing from before a start', async () => {
    const console = await signIn('seat');
    const id = String(hub.userId);
    const asUser = ['--reuid', id, '--regid', id, '--clear-groups', 'env', '-i', 'sleep', '610'];
    const early = spawn('setpriv', asUser);
    await vi.waitFor(async () => expect(await pidsOfUser(hub.userId)).toContain(early.pid), 10_000);
    const { labRef, way } = await bringUp(console);
    expect(early.signalCode).toBe('SIGTERM');

    const next = await signIn('another');
    const refused = await recipe.start(next, order).catch((error: unknown) => tellFailure(error, null));
    expect(refused).toMatchObject({
      failure: 'lab_start_failed',
      message: expect.stringContaining('Active user limit'),
    });

    await runOverSsh(way, hide);
    await recipe.restart!(console, labRef, order);
    expect(await hub.pidsOf('singleuser', 'seat')).not.toEqual([]);
    const anew = await recipe.readConnection(console, labRef);
    await runOverSsh(anew, hide);
    expect(await recipe.end(console, labRef)).toBe('ended');
    expect(await pidsOfUser(hub.userId)).toEqual([]);
    const history = await readFile(`${hub.homeOf('seat')}/.bash_history`, 'utf8').catch(() => '');
    expect(history).not.toContain('python3');
  });

  test('a server that a member kills takes his machine with it', async () => {
    const console = await signIn('seat');
    const { way } = await bringUp(console);
    await runOverSsh(way, `${hide} kill -9 $(pgrep -u ${hub.userId} -f singleuser)`);
    await vi.waitFor(async () => expect(await pidsOfUser(hub.userId)).toEqual([]), 20_000);
    await expect(stat(`${hub.homeOf('seat')}/.coinslot`)).rejects.toThrow(/ENOENT/);
  });
});

/** Whatever runs as this user and has not ended. */
async function pidsOfUser(userId: number): Promise<number[]> {
  const pids: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    if (status.includes(`\nUid:\t${userId}\t`) && !/^State:\tZ/m.test(status)) pids.push(Number(name));
  }
  return pids;
}
