import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { Cookie } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { tellFailure } from '../../machine/tell-failure.ts';
import type { Console } from '../../recipes/console.ts';
import type { LabConnection } from '../../recipes/recipe.ts';
import { startStandInEdge } from '../../testing/cloudflared/edge.ts';
import { startJupyterHub } from '../../testing/jupyter-hub.ts';
import type { JupyterHub } from '../../testing/jupyter-hub.ts';
import { jupyterTitle, missingJupyter } from '../../testing/jupyter-requirements.ts';
import { openRecipeVisits } from '../../testing/recipe-visit.ts';
import type { RecipeVisit, RecipeVisits } from '../../testing/recipe-visit.ts';
import { runOverSsh } from '../../testing/run-over-ssh.ts';
import { openSideDoor } from '../../tunnels/open-side-door.ts';
import { jupyterRecipe as recipe } from './steps.ts';

const label = 'cs-0badcafe-1-1-0ddba115';
const endsInMs = 600_000;

describe.skipIf(missingJupyter !== null)(jupyterTitle('the recipe at a real JupyterHub'), () => {
  let hub: JupyterHub;
  let visits: RecipeVisits;
  beforeAll(async () => {
    [hub, visits] = await Promise.all([startJupyterHub(), openRecipeVisits()]);
  });
  afterAll(async () => {
    await Promise.allSettled([visits?.close()]);
    await hub?.stop();
  });

  const visit = (
    username: string,
    changes: { password?: string; pageMs?: number; cookies?: Cookie[] } = {},
  ): Promise<RecipeVisit> => visits.visit({ baseUrl: hub.url, username, password: hub.password, ...changes });

  async function start(console: Console, template = 'default'): Promise<string> {
    await recipe.signIn(console);
    const { labRef } = await recipe.start(console, {
      label,
      template,
      minutes: 10,
      beforeClick: async () => undefined,
    });
    return labRef;
  }

  async function bringUp(
    console: Console,
    lastsMs = endsInMs,
    tunnel: { hostname: string; token: string } | null = null,
  ): Promise<{ labRef: string; way: LabConnection }> {
    const labRef = await start(console);
    await recipe.waitUntilLive(console, labRef);
    await recipe.openShell(console, labRef);
    await recipe.bootstrap(console, labRef, { machineName: 'quiet-otter', endsInMs: lastsMs, tunnel });
    return { labRef, way: await recipe.readConnection(console, labRef) };
  }

  /** What the user's shells begin with. */
  async function writeProfile(username: string, text: string): Promise<void> {
    const home = hub.homeOf(username);
    await mkdir(home, { recursive: true });
    await writeFile(`${home}/.bash_profile`, text);
    await chown(home, 23_456, 23_456);
  }

  async function gone(word: string, username: string): Promise<void> {
    await vi.waitFor(async () => expect(await hub.pidsOf(word, username)).toEqual([]), 20_000);
  }

  describe('several seats at once', { timeout: 120_000 }, () => {
    test.concurrent('a member logs in by key, is given more time and new keys, and the end leaves nothing', async () => {
      const { console, said, notes } = await visit('good');
      const { labRef, way } = await bringUp(console);
      expect(await recipe.list(console)).toEqual([{ labRef, label, state: 'live' }]);
      expect(said).toContain('Spawning server...');
      expect(await runOverSsh(way, 'id -un')).toBe('jupyter\n');
      expect(await runOverSsh(way, 'test -t 0 && tty', { pty: true })).toMatch(/^\/dev\/pts\/\d+/);
      await runOverSsh(way, '(setsid sleep 600 &) > /dev/null 2>&1');
      expect((await recipe.readActivity!(console, labRef)).idleForMs).toBe(0);
      const order = { minutes: 5, beforeClick: async () => undefined };
      const longer = await recipe.extend!(console, labRef, order);
      expect(longer.endsInMs).toBeGreaterThan(endsInMs + 200_000);
      await recipe.restart!(console, labRef, order);
      expect(await hub.pidsOf('sleep', 'good')).toEqual([]);
      const anew = await recipe.readConnection(console, labRef);
      expect(anew.hostKeyFingerprint).not.toBe(way.hostKeyFingerprint);
      await expect(runOverSsh({ ...way, port: anew.port }, 'true')).rejects.toThrow(/authentication/);
      expect(await runOverSsh(anew, 'echo here')).toBe('here\n');
      expect(notes.join('\n')).not.toContain(hub.password);

      expect(await recipe.end(console, labRef)).toBe('ended');
      expect(await recipe.list(console)).toEqual([]);
      expect(await recipe.end(console, labRef)).toBe('absent');
      await gone('', 'good');
      await expect(stat(`${hub.homeOf('good')}/.coinslot`)).rejects.toThrow(/ENOENT/);
    });

    test.concurrent('a start whose answer was lost is found by its label, and a second one is seat_busy', async () => {
      const first = await visit('lost');
      await start(first.console);
      const [listing] = await recipe.list(first.console);
      expect(listing).toMatchObject({ label });
      await first.labPage.close();
      const second = await visit('lost');
      await expectFailure(start(second.console), 'seat_busy');
      expect(await recipe.list(second.console)).toEqual([expect.objectContaining({ label })]);
      expect(await recipe.end(second.console, listing!.labRef)).toBe('ended');
    });

    test.concurrent('a machine that nobody can reach any more ends itself, and its server', async () => {
      const { console } = await visit('timer');
      const { labRef } = await bringUp(console, 4000);
      await gone('', 'timer');
      await vi.waitFor(async () => expect(await recipe.list(console)).toEqual([]), 15_000);
      expect(await recipe.end(console, labRef)).toBe('absent');
    });

    test.concurrent('a session that expired is signed in again once; a server that was culled is machine_lost', async () => {
      const { console, labPage, said } = await visit('culled');
      const labRef = await start(console);
      await recipe.waitUntilLive(console, labRef);
      await forget(labPage);
      expect(await recipe.list(console)).toEqual([expect.objectContaining({ labRef })]);
      expect(said).toContain('The lab signed us out; signing in again…');
      await forget(labPage);
      await expectFailure(recipe.list(console), 'session_expired');

      // Without the token of a start the cookies have to do, and to be got again.
      const later = await visit('culled');
      await recipe.signIn(later.console);
      await forget(later.labPage);
      await recipe.openShell(later.console, labRef);
      expect(later.said).toEqual(['The lab signed us out; signing in again…']);

      const next = await visit('culled');
      await recipe.signIn(next.console);
      for (const pid of await hub.pidsOf('singleuser', 'culled')) process.kill(pid, 'SIGTERM');
      await vi.waitFor(async () => expect(await recipe.list(next.console)).toEqual([]), 15_000);
      await expectFailure(recipe.readConnection(next.console, labRef), 'machine_lost');
    });

    test.concurrent('a terminal that ends at once is shell_failed, a page that crashes browser_failed', async () => {
      await writeProfile('crash', 'exit 3\n');
      const { console, labPage } = await visit('crash');
      const labRef = await start(console);
      await recipe.waitUntilLive(console, labRef);
      await expectFailure(recipe.openShell(console, labRef), 'shell_failed');
      void labPage.page.goto('chrome://crash').catch(() => undefined);
      await expectFailure(recipe.list(console), 'browser_failed');
      const next = await visit('crash');
      await recipe.signIn(next.console);
      expect(await recipe.end(next.console, labRef)).toBe('ended');
    });

    test.concurrent('kept cookies open the hub without its form, void ones lead to it', async () => {
      const first = await visit('cookies');
      await recipe.signIn(first.console);
      const cookies = await first.labPage.page.browserContext().cookies();
      const again = await visit('cookies', { cookies, password: 'not-needed' });
      await recipe.signIn(again.console);
      expect(again.notes.join('\n')).not.toContain('login');
      expect(await recipe.list(again.console)).toEqual([]);
      const voided = cookies.map((cookie) => ({ ...cookie, value: 'void' }));
      const anew = await visit('cookies', { cookies: voided });
      await recipe.signIn(anew.console);
      expect(await recipe.list(anew.console)).toEqual([]);
    });

    test.concurrent('a template at a hub without a form is template_unknown, and no server stays', async () => {
      const { console } = await visit('plain');
      await expectFailure(start(console, 'large'), 'template_unknown');
      expect(await recipe.list(console)).toEqual([]);
    });

    test.concurrent('cloudflared in the machine carries a login by its hostname, is started again, and ends with it', async () => {
      const [edge, folder] = await Promise.all([
        startStandInEdge(),
        mkdtemp(join(tmpdir(), 'coinslot-edge-')),
      ]);
      try {
        const tunnel = { hostname: 'm-1.lab.example.org', token: 'token-of-this-machine-only' };
        edge.addTunnel(tunnel.hostname, tunnel.token);
        await chmod(folder, 0o755);
        const path = await edge.writeBinary(folder);
        await writeProfile('tunnel', `PATH=${folder}:$PATH\n`);
        const { console } = await visit('tunnel');
        const { labRef, way } = await bringUp(console, endsInMs, tunnel);
        await vi.waitFor(() => expect(edge.connectors(tunnel.hostname)).toBe(1), 20_000);
        const door = await openSideDoor({ path, hostname: tunnel.hostname, folder });
        expect(await runOverSsh({ ...way, ...door.address }, 'id -un')).toBe('jupyter\n');
        const [pid] = await hub.pidsOf('--token-file', 'tunnel');
        process.kill(pid!, 'SIGKILL');
        await vi.waitFor(() => expect(edge.connects(tunnel.hostname)).toBe(2), 20_000);
        await recipe.restart!(console, labRef, { beforeClick: async () => undefined });
        const anew = await recipe.readConnection(console, labRef);
        expect(await runOverSsh({ ...anew, ...door.address }, 'id -un')).toBe('jupyter\n');
        await door.close();
        await vi.waitFor(
          () => expect(stat(`${hub.homeOf('tunnel')}/.coinslot/tunnel_token`)).rejects.toThrow(/ENOENT/),
          10_000,
        );
        expect(await recipe.end(console, labRef)).toBe('ended');
        await vi.waitFor(() => expect(edge.connectors(tunnel.hostname)).toBe(0), 20_000);
        await gone('', 'tunnel');
      } finally {
        await edge.stop();
        await rm(folder, { recursive: true });
      }
    });

    test.concurrent('a wrong password is seat_refused', async () => {
      const { console } = await visit('wrong', { password: 'not-the-password' });
      await expectFailure(recipe.signIn(console), 'seat_refused');
    });

    test.concurrent('a hook that refuses for the quota is no_quota, one that breaks is lab_start_failed', async () => {
      await hub.misbehave('quota', { refuse: 'Your quota of GPU hours is used up.' });
      await hub.misbehave('broken', { fail: 'no such volume' });
      const [quota, broken] = await Promise.all([visit('quota'), visit('broken')]);
      await expectFailure(start(quota.console), 'no_quota', /GPU hours/);
      await expectFailure(start(broken.console), 'lab_start_failed');
    });

    test.concurrent('a start that the hub gives up is lab_start_timeout', async () => {
      await hub.misbehave('slow', { slowS: 600, startTimeoutS: 3 });
      const { console } = await visit('slow');
      const labRef = await start(console);
      await expectFailure(recipe.waitUntilLive(console, labRef), 'lab_start_timeout');
    });
  });

  test('a frozen hub is page_timeout, one that is away lab_error', { timeout: 60_000 }, async () => {
    const { console } = await visit('frozen', { pageMs: 2500 });
    await recipe.signIn(console);
    const pid = await hub.hubPid();
    process.kill(pid, 'SIGSTOP');
    await expectFailure(recipe.list(console), 'page_timeout');
    process.kill(pid, 'SIGKILL');
    await expectFailure(recipe.list(console), 'lab_error');
    await expectFailure(recipe.signIn(console), 'lab_error');
  });
});

/** What a worker would report of it. */
async function expectFailure(
  work: Promise<unknown>,
  failure: ProvisionFailure,
  message: RegExp = /./,
): Promise<void> {
  const told = await work.then(
    () => 'it worked',
    (error: unknown) => tellFailure(error, null),
  );
  expect(told).toMatchObject({ failure, message: expect.stringMatching(message) });
}

async function forget({ page }: RecipeVisit['labPage']): Promise<void> {
  const { origin } = new URL(page.url());
  const context = page.browserContext();
  await context.deleteCookie(...(await context.cookies()));
  await page.goto(`${origin}/hub/home`);
}
