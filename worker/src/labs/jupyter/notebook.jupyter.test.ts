import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { tellFailure } from '../../machine/tell-failure.ts';
import { startJupyterHub, startNotebook } from '../../testing/jupyter-hub.ts';
import type { Notebook } from '../../testing/jupyter-hub.ts';
import { jupyterTitle, missingJupyter } from '../../testing/jupyter-requirements.ts';
import { openRecipeVisits } from '../../testing/recipe-visit.ts';
import type { RecipeVisits } from '../../testing/recipe-visit.ts';
import { runOverSsh } from '../../testing/run-over-ssh.ts';
import { jupyterRecipe as recipe } from './steps.ts';

const label = 'cs-0badcafe-1-1-0ddba115';
const order = { label, template: 'default', minutes: 10, beforeClick: async () => undefined };
const setUp = { machineName: 'quiet-otter', endsInMs: 600_000, tunnel: null };

describe.skipIf(missingJupyter !== null)(jupyterTitle('the recipe at one server with a token'), () => {
  let visits: RecipeVisits;
  const running: Notebook[] = [];
  beforeAll(async () => {
    visits = await openRecipeVisits();
  });
  afterAll(async () => {
    await Promise.allSettled([visits?.close()]);
    await Promise.all(running.map((notebook) => notebook.stop()));
  });

  async function startOne(options: { hasSshd: boolean }): Promise<Notebook> {
    const notebook = await startNotebook(options);
    running.push(notebook);
    return notebook;
  }

  test('a member logs in; the label lies on the machine until its end, and the server runs on', async () => {
    const notebook = await startOne({ hasSshd: true });
    const at = { baseUrl: notebook.url, username: 'unused', password: notebook.token };
    const { console } = await visits.visit(at);
    await recipe.signIn(console);
    expect(await recipe.list(console)).toEqual([]);
    const { labRef } = await recipe.start(console, order);
    await recipe.waitUntilLive(console, labRef);
    await recipe.openShell(console, labRef);
    await recipe.bootstrap(console, labRef, setUp);
    expect(await runOverSsh(await recipe.readConnection(console, labRef), 'id -un')).toBe('jupyter\n');

    const other = await visits.visit(at);
    await recipe.signIn(other.console);
    expect(await recipe.list(other.console)).toEqual([{ labRef, label, state: 'live' }]);
    const second = recipe.start(other.console, { ...order, label: 'cs-other' });
    expect(await failureOf(second)).toMatchObject({ failure: 'seat_busy' });
    expect(await recipe.end(other.console, labRef)).toBe('ended');
    expect(await recipe.end(other.console, labRef)).toBe('absent');
    await vi.waitFor(async () => expect(await notebook.pidsOf('sshd')).toEqual([]), 10_000);
    expect(await notebook.pidsOf('jupyter-notebook')).toHaveLength(1);
  });

  test('a machine without an SSH server is bootstrap_failed, and says what to install', async () => {
    const notebook = await startOne({ hasSshd: false });
    const { console } = await visits.visit({
      baseUrl: notebook.url,
      username: 'unused',
      password: notebook.token,
    });
    await recipe.signIn(console);
    const { labRef } = await recipe.start(console, order);
    const told = await failureOf(recipe.bootstrap(console, labRef, setUp));
    expect(told).toMatchObject({
      failure: 'bootstrap_failed',
      message: expect.stringContaining("install OpenSSH's server"),
    });
  });

  test('a wrong token is seat_refused', async () => {
    const notebook = running[0] ?? (await startOne({ hasSshd: true }));
    const { console } = await visits.visit({ baseUrl: notebook.url, username: '', password: 'wrong' });
    expect(await failureOf(recipe.signIn(console))).toMatchObject({ failure: 'seat_refused' });
  });

  test("a hub's form is given the template's choice, and one that it lacks is template_unknown", async () => {
    const form =
      '<select name="size"><option value="small">S</option><option value="large">L</option></select>';
    const hub = await startJupyterHub({ form });
    try {
      const { console } = await visits.visit({
        baseUrl: hub.url,
        username: 'chooser',
        password: hub.password,
      });
      await recipe.signIn(console);
      const unknown = recipe.start(console, { ...order, template: 'huge' });
      expect(await failureOf(unknown)).toMatchObject({ failure: 'template_unknown' });
      expect(await recipe.list(console)).toEqual([]);
      const { labRef } = await recipe.start(console, { ...order, template: 'large' });
      await recipe.waitUntilLive(console, labRef);
      const answer = await console.call('GET', 'hub/api/user');
      expect(JSON.stringify(answer.body)).toContain('"size":["large"]');
      expect(await recipe.end(console, labRef)).toBe('ended');
    } finally {
      await hub.stop();
    }
  });
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'it worked',
    (error: unknown) => tellFailure(error, null),
  );
}
