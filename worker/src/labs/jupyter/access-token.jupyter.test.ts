import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../recipes/console.ts';
import { startJupyterHub } from '../../testing/jupyter-hub.ts';
import type { JupyterHub } from '../../testing/jupyter-hub.ts';
import { jupyterTitle, missingJupyter } from '../../testing/jupyter-requirements.ts';
import { openRecipeVisits } from '../../testing/recipe-visit.ts';
import type { RecipeVisits } from '../../testing/recipe-visit.ts';
import { jupyterRecipe as recipe } from './steps.ts';

/** What a member can have his server do: it writes down whatever it is known and asked by. */
const listening = `
import json, os
from jupyterhub.services.auth import HubOAuth
from tornado.httputil import HTTPServerRequest
def hear(header, value):
    with open(os.path.expanduser("~/heard"), "a") as file:
        file.write(json.dumps([header, value]) + chr(10))
init, exchange = HTTPServerRequest.__init__, HubOAuth.token_for_code
def hearing(self, *args, **kwargs):
    init(self, *args, **kwargs)
    for header in ("Authorization", "Cookie"):
        if header in self.headers:
            hear(header.lower(), self.headers[header])
    if "token=" in (self.query or ""):
        hear("authorization", "token " + self.query.split("token=")[1])
async def exchanging(self, *args, **kwargs):
    token = await exchange(self, *args, **kwargs)
    hear("authorization", "token " + token)
    return token
HTTPServerRequest.__init__, HubOAuth.token_for_code = hearing, exchanging
`;
const user = 'thief';

describe.skipIf(missingJupyter !== null)(jupyterTitle('what a server is sent'), () => {
  let hub: JupyterHub;
  let visits: RecipeVisits;
  beforeAll(async () => {
    [hub, visits] = await Promise.all([startJupyterHub(), openRecipeVisits()]);
    const folder = `${hub.homeOf(user)}/.jupyter`;
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/jupyter_notebook_config.py`, listening);
    for (const path of [folder, hub.homeOf(user)]) await chown(path, 23_456, 23_456);
  });
  afterAll(async () => {
    await Promise.allSettled([visits?.close()]);
    await hub?.stop();
  });

  async function bringUp(): Promise<{ console: Console; labRef: string; secrets: string[] }> {
    const { console, secrets } = await visits.visit({
      baseUrl: hub.url,
      username: user,
      password: hub.password,
    });
    await recipe.signIn(console);
    const order = { label: 'cs-0badcafe-1-1-0ddba115', template: 'default', minutes: 10 };
    const { labRef } = await recipe.start(console, { ...order, beforeClick: async () => undefined });
    await recipe.waitUntilLive(console, labRef);
    await recipe.openShell(console, labRef);
    const set = { machineName: 'quiet-otter', endsInMs: 600_000, tunnel: null };
    await recipe.bootstrap(console, labRef, set);
    await recipe.readConnection(console, labRef);
    return { console, labRef, secrets };
  }

  async function heard(): Promise<Record<string, string>[]> {
    const lines = (await readFile(`${hub.homeOf(user)}/heard`, 'utf8')).trim().split('\n');
    return [...new Set(lines)].map((line) => Object.fromEntries([JSON.parse(line) as [string, string]]));
  }

  async function ask(method: string, path: string, headers: Record<string, string>): Promise<number> {
    const referer = `${hub.url}/hub/home`;
    const request = { method, headers: { ...headers, referer }, redirect: 'manual' } as const;
    const response = await fetch(`${hub.url}${path}`, request);
    await response.body?.cancel();
    return response.status;
  }

  test('it opens that server while it runs, and nothing else', { timeout: 120_000 }, async () => {
    const first = await bringUp();
    const byToken = await heard();
    expect(first.secrets).toHaveLength(1);
    expect(byToken).toContainEqual({ authorization: `token ${first.secrets[0]}` });
    // The server itself may take it for five minutes more: it keeps what the hub said of it.
    for (const headers of byToken) expect(await ask('GET', '/hub/api/user', headers)).not.toBe(200);

    // By its cookies, as every later stay does.
    await recipe.readConnection(first.console, first.labRef);
    const all = await heard();
    expect(all.length).toBeGreaterThan(byToken.length);
    const opening = [];
    for (const headers of all) {
      expect(await ask('POST', `/hub/api/users/${user}/tokens`, headers)).toBe(403);
      expect(await ask('DELETE', `/hub/api/users/${user}/server`, headers)).toBe(403);
      if ((await ask('GET', `/user/${user}/api/terminals`, headers)) === 200) opening.push(headers);
    }
    expect(opening.length).toBeGreaterThan(0);

    expect(await recipe.end(first.console, first.labRef)).toBe('ended');
    const second = await bringUp();
    for (const headers of all) expect(await ask('GET', `/user/${user}/api/terminals`, headers)).not.toBe(200);
    expect(await recipe.end(second.console, second.labRef)).toBe('ended');
  });
});
