import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTunnelWorld, type TunnelWorld } from './testing/tunnel-world.ts';

let world: TunnelWorld;
beforeAll(async () => {
  world = await startTunnelWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

test('a lab is set to named tunnels only once there is an account for them', async () => {
  const draft = {
    name: 'Behind Cloudflare',
    recipe: 'bundled',
    baseUrl: 'https://hub.example',
    tunnel: 'cloudflared',
  };
  expect(await world.admin.post('/api/v1/admin/labs', draft)).toMatchObject({
    status: 400,
    body: { fields: { '/tunnel': expect.any(String) } },
  });
  const unable = { ...draft, tunnelPlace: 'machine' };
  expect(await world.admin.post('/api/v1/admin/labs', unable)).toMatchObject({
    status: 400,
    body: { fields: { '/tunnelPlace': expect.any(String) } },
  });
});

test('a token that may not do everything is refused with what it lacks, and nothing is changed at Cloudflare', async () => {
  world.cloudflare.rights.tunnels = false;
  expect(await world.save()).toMatchObject({
    status: 400,
    body: { fields: { '/token': expect.any(String) }, detail: expect.stringContaining('Cloudflare Tunnel') },
  });
  world.cloudflare.rights = { tunnels: true, dns: false };
  expect(await world.save()).toMatchObject({ status: 400, body: { detail: expect.stringContaining('DNS') } });
  expect(await world.save({ token: 'a-token-of-somebody-else' })).toMatchObject({ status: 400 });
  expect(await world.save({ accountId: '0'.repeat(32) })).toMatchObject({
    status: 400,
    body: { fields: { '/accountId': expect.any(String) } },
  });
  expect(await world.save({ zoneId: '0'.repeat(32) })).toMatchObject({
    status: 400,
    body: { fields: { '/zoneId': expect.any(String) }, detail: expect.stringContaining('zone') },
  });
  world.cloudflare.fault = () => ({ slowMs: 1_000 });
  expect(await world.save()).toMatchObject({ status: 503 });
  expect(await world.settings()).toMatchObject({ accountId: null, hasToken: false });
});

test('the account is saved with its token encrypted, audited without it, and cannot be taken away while it is used', async () => {
  const saved = await world.save();
  expect(saved).toMatchObject({ status: 200, body: { domain: 'lab.example.org', hasToken: true } });
  expect(await world.save({ token: undefined, subdomain: '' })).toMatchObject({
    status: 200,
    body: { domain: 'example.org' },
  });
  const kept = await world.rows(sql`
    select row_to_json(s)::text as text from tunnel_settings s
    union all select row_to_json(a)::text from audit_log a where action = 'tunnels.edit'`);
  expect(kept).toHaveLength(3);
  expect(JSON.stringify([kept, saved.body])).not.toContain(world.cloudflare.token);
  expect(await world.save({ revision: 1 })).toMatchObject({ status: 409 });

  await world.assigned();
  await world.round();
  expect(await world.settings()).toMatchObject({ open: 1, removing: 0, fault: null });
  world.cloudflare.zoneId = 'b'.repeat(32);
  expect(await world.save()).toMatchObject({ status: 409, body: { code: 'still_in_use' } });
  expect(await world.admin.delete('/api/v1/admin/tunnels')).toMatchObject({ status: 409 });
  await world.rows(sql`update labs set tunnel = 'direct'`);
  await world.rows(sql`
    update tunnels set state = 'removing', secret = null, failures = 3, removing_at = now() - interval '9 minutes'
    where state <> 'removed'`);
  expect(await world.admin.delete('/api/v1/admin/tunnels')).toMatchObject({ status: 409 });
  await world.rows(
    sql`update tunnels set removing_at = removing_at - interval '2 minutes' where state = 'removing'`,
  );
  expect((await world.admin.delete('/api/v1/admin/tunnels')).status).toBe(204);
  expect(await world.settings()).toMatchObject({
    accountId: null,
    domain: null,
    hasToken: false,
    removing: 0,
  });
  const [cleared] = await world.rows(sql`select after from audit_log where action = 'tunnels.clear'`);
  expect(cleared).toEqual({ after: { forgotten: [expect.stringMatching(/^coinslot-/)] } });
});
