import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { describeAssignments, endMachine } from '../machines/index.ts';
import { reconcileTunnels } from './index.ts';
import { startTunnelWorld, type TunnelWorld } from './testing/tunnel-world.ts';

let world: TunnelWorld;
beforeAll(async () => {
  world = await startTunnelWorld();
  expect((await world.save()).status).toBe(200);
});
afterAll(() => world.close());
beforeEach(() => world.reset());

const living = () => world.cloudflare.tunnels.filter((one) => one.deleted_at === null);
const end = async (machineId: string) =>
  await inTransaction(world.broker.ctx.db, (tx) =>
    endMachine(tx, world.broker.ctx, machineId, { reason: 'admin_stopped', actor: 'system' }),
  );
const assignmentOf = async (machineId: string) =>
  (await describeAssignments(world.broker.ctx.db, world.broker.ctx, world.workerId)).find(
    (one) => one.machineId === machineId,
  )?.tunnel;

test('a machine gets a tunnel and a name, its worker the token; with its end all of it goes', async () => {
  const hold = await world.assigned();
  expect(await assignmentOf(hold.machineId)).toEqual({
    kind: 'cloudflared',
    place: 'worker',
    hostname: null,
    token: null,
  });
  await world.round();
  const { records } = world.cloudflare;
  const [tunnel] = living();
  const hostname = `m-${hold.machineId.replaceAll('-', '').slice(0, 12)}.lab.example.org`;
  expect(records).toEqual([
    {
      id: expect.any(String),
      type: 'CNAME',
      name: hostname,
      content: `${tunnel?.id}.cfargotunnel.com`,
      comment: tunnel?.name,
    },
  ]);
  const told = await assignmentOf(hold.machineId);
  expect(told).toMatchObject({ kind: 'cloudflared', hostname });
  expect(JSON.parse(atob(told?.token ?? ''))).toMatchObject({ t: tunnel?.id, s: tunnel?.secret });
  const row = await world.tunnelOf(hold.machineId);
  expect(JSON.stringify(row)).not.toContain(told?.token);

  await world.log(hold, 1, [`running with ${told?.token}\n`]);
  const [logged] = await world.rows(sql`select text from machine_logs where machine_id = ${hold.machineId}`);
  expect(JSON.stringify(logged)).toContain('running with');
  expect(JSON.stringify(logged)).not.toContain(told?.token);

  tunnel!.connections = 4;
  await end(hold.machineId);
  await world.round();
  expect(records).toEqual([]);
  expect(living()).toEqual([]);
  const [gone, before] = [await world.tunnelOf(hold.machineId), world.cloudflare.log.length];
  expect(gone).toMatchObject({ state: 'removed', secret: null });
  const removals = world.cloudflare.log
    .filter(({ method }) => method === 'DELETE')
    .map(({ path }) => path.split('/')[3]);
  expect(removals).toEqual(['dns_records', 'cfd_tunnel', 'cfd_tunnel']);
  await world.round();
  expect(world.cloudflare.log).toHaveLength(before);
});

test('whichever call’s answer is lost, nothing is made twice and nothing stays', async () => {
  for (let lost = 0; lost < 8; lost += 1) {
    await world.reset();
    let calls = 0;
    world.cloudflare.fault = () => (calls++ === lost ? { doneButSilent: true } : null);
    const hold = await world.assigned();
    for (let at = 0; at < 3; at += 1) await world.round();
    expect(await world.tunnelOf(hold.machineId), `call ${lost} lost`).toMatchObject({ state: 'open' });
    expect(living()).toHaveLength(1);
    expect(world.cloudflare.records).toHaveLength(1);
    await end(hold.machineId);
    for (let at = 0; at < 3; at += 1) await world.round();
    expect(await world.tunnelOf(hold.machineId), `call ${lost} lost`).toMatchObject({ state: 'removed' });
    expect(living()).toEqual([]);
    expect(world.cloudflare.records).toEqual([]);
  }
});

test('a machine that ends while its tunnel is being made leaves nothing behind', async () => {
  const hold = await world.assigned();
  world.cloudflare.fault = ({ method, path }) =>
    method === 'POST' && path.endsWith('cfd_tunnel') ? { doneButSilent: true } : null;
  await world.round();
  expect(living()).toHaveLength(1);
  await end(hold.machineId);
  world.cloudflare.fault = () => null;
  await world.round();
  expect(living()).toEqual([]);
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'removed' });
});

test('a machine that ends while its name is being made, with another broker at work: nothing stays', async () => {
  const hold = await world.assigned();
  world.cloudflare.fault = ({ method, path }) =>
    method === 'POST' && path.endsWith('dns_records') ? { slowMs: 200 } : null;
  const opening = world.round();
  await vi.waitUntil(async () => (await world.tunnelOf(hold.machineId))?.['dns_sent_at'] !== null, {
    interval: 5,
  });
  await end(hold.machineId);
  await world.keep();
  await opening;
  await world.keep();
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'removed' });
  expect(world.cloudflare.records).toEqual([]);
  expect(living()).toEqual([]);
});

test('a name that is not ours is left alone: the machine fails with its coins back, and what was made goes', async () => {
  const hold = await world.assigned();
  const name = `m-${hold.machineId.replaceAll('-', '').slice(0, 12)}.lab.example.org`;
  const theirs = { id: 'f'.repeat(32), type: 'A', name, content: '192.0.2.1', comment: null };
  world.cloudflare.records.push(theirs);
  await world.round();
  expect((await world.member.get(`/api/v1/machines/${hold.machineId}`)).body).toMatchObject({
    endReason: 'provision_failed',
    endDetail: 'No way into the machine could be opened.',
  });
  await world.round();
  expect(world.cloudflare.records).toEqual([theirs]);
  expect(living()).toEqual([]);
});

test('a take-over gives the new holder another token of the same name, and cuts the old one', async () => {
  const hold = await world.assigned();
  await world.round();
  const before = await assignmentOf(hold.machineId);
  living()[0]!.connections = 4;
  await world.rows(
    sql`update leases set epoch = epoch + 1 where machine_id = ${hold.machineId} and released_at is null`,
  );
  await world.rows(sql`update machines set epoch = epoch + 1 where id = ${hold.machineId}`);
  expect(await assignmentOf(hold.machineId)).toMatchObject({ token: null });
  await world.round();
  const after = await assignmentOf(hold.machineId);
  expect(after?.hostname).toBe(before?.hostname);
  expect(after?.token).not.toBe(before?.token);
  expect(JSON.parse(atob(after?.token ?? ''))).toMatchObject({ s: living()[0]?.secret });
  expect(living()[0]?.connections).toBe(0);
});

test('Cloudflare failing stops the calls for a while; asked to wait, nobody asks before', async () => {
  const hold = await world.assigned();
  world.cloudflare.fault = () => ({ status: 502, body: '<h1>Bad gateway</h1>' });
  for (let at = 0; at < 8; at += 1) await world.round();
  expect(world.cloudflare.log).toHaveLength(5);
  expect((await world.settings()).fault?.detail).toContain('502');
  const unavailable = async () =>
    (
      await world.rows(
        sql`select why_unavailable(p, l) as why from products p join labs l on l.id = p.lab_id`,
      )
    )[0];
  expect(await unavailable()).toEqual({ why: 'temporarily' });
  await world.rows(sql`update tunnel_settings set paused_until = null, failures = 0`);
  world.cloudflare.fault = () => ({ status: 429, headers: { 'retry-after': '120' }, body: {} });
  for (let at = 0; at < 3; at += 1) await world.round();
  expect(world.cloudflare.log).toHaveLength(6);
  const paused = await world.rows(sql`
    select closed_until between now() + interval '110 seconds' and now() + interval '121 seconds' as long from tunnel_settings`);
  expect(paused).toEqual([{ long: true }]);
  world.cloudflare.fault = () => null;
  expect(await world.save()).toMatchObject({ status: 503 });
  await world.rows(sql`update tunnel_settings set closed_until = null`);
  await world.round();
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'open' });
  expect((await world.settings()).fault).toBeNull();
  expect(await unavailable()).not.toEqual({ why: 'temporarily' });
});

test('a name whose making was answered by nobody is looked for until it must have shown, though its machine has ended', async () => {
  const hold = await world.assigned();
  await world.round();
  const [record] = world.cloudflare.records.splice(0);
  await world.rows(
    sql`update tunnels set state = 'intended', dns_record_id = null where machine_id = ${hold.machineId}`,
  );
  await end(hold.machineId);
  await world.round();
  expect(living()).toEqual([]);
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'removing' });
  world.cloudflare.records.push(record!);
  await world.round();
  expect(world.cloudflare.records).toEqual([]);
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'removed' });
});

test('the overview tells of calls that fail and of a tunnel that could not be removed', async () => {
  const hold = await world.assigned();
  await world.round();
  await end(hold.machineId);
  world.cloudflare.fault = () => ({ status: 500, body: {} });
  for (let at = 0; at < 3; at += 1) await world.round();
  await world.rows(
    sql`update tunnels set removing_at = now() - interval '11 minutes' where state = 'removing'`,
  );
  const { body } = await world.admin.get('/api/v1/admin/overview');
  expect(body).toMatchObject({
    needsPerson: expect.arrayContaining([
      expect.objectContaining({ kind: 'tunnels_failing', reason: expect.stringContaining('500') }),
      expect.objectContaining({ kind: 'tunnel_stuck', params: { machineId: hold.machineId } }),
    ]),
  });
});

test('with the budget spent nothing is made, but what stands is still removed', async () => {
  const hold = await world.assigned();
  await world.round();
  await world.rows(sql`update tunnel_calls set calls = 500`);
  const waiting = await world.assigned();
  await end(hold.machineId);
  await world.round();
  expect(await world.tunnelOf(waiting.machineId)).toMatchObject({ state: 'intended', tunnel_id: null });
  expect(living()).toEqual([]);
});

test('the account is compared with the rows: what came back is removed again, strangers are told and never touched', async () => {
  const hold = await world.assigned();
  await world.round();
  await end(hold.machineId);
  await world.round();
  const [tunnel] = world.cloudflare.tunnels;
  tunnel!.deleted_at = null;
  const stranger = { ...tunnel!, id: '00000000-0000-4000-8000-000000000001' };
  const another = { ...stranger, id: '00000000-0000-4000-8000-000000000002', name: 'their-own-tunnel' };
  world.cloudflare.tunnels.push(stranger, another);
  expect(await reconcileTunnels(world.broker.ctx)).toEqual({ strangers: 1, revived: 1 });
  await world.round();
  expect(living().map(({ id }) => id)).toEqual([stranger.id, another.id]);

  const late = { id: 'e'.repeat(32), type: 'CNAME', name: 'late.example.org', comment: tunnel!.name };
  const row = await world.tunnelOf(hold.machineId);
  world.cloudflare.records.push(
    { ...late, name: String(row?.['hostname']), content: `${tunnel?.id}.cfargotunnel.com` },
    { ...late, id: 'd'.repeat(32), content: 'elsewhere.example.org' },
  );
  await reconcileTunnels(world.broker.ctx);
  await world.round();
  expect(world.cloudflare.records.map(({ name }) => name)).toEqual([late.name]);
});

test('a copy of the database at another address makes nothing and removes nothing, until its settings are saved', async () => {
  const hold = await world.assigned();
  await world.round();
  await end(hold.machineId);
  await world.rows(sql`update tunnel_settings set saved_at_url = 'https://original.example.org'`);
  const before = world.cloudflare.log.length;
  await world.assigned();
  await world.round();
  expect(await reconcileTunnels(world.broker.ctx)).toBeNull();
  expect(world.cloudflare.log).toHaveLength(before);
  expect(living()).toHaveLength(1);
  const { body } = await world.admin.get('/api/v1/admin/overview');
  expect(body).toMatchObject({
    needsPerson: expect.arrayContaining([
      expect.objectContaining({
        kind: 'tunnels_failing',
        reason: expect.stringContaining('https://original.example.org'),
      }),
    ]),
  });
  expect((await world.save({ token: undefined })).status).toBe(200);
  await world.round();
  expect((await world.settings()).fault).toBeNull();
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'removed' });
});

test('whoever keeps coming back to a tunnel that is to go is locked out, then it goes', async () => {
  const hold = await world.assigned();
  await world.round();
  const [tunnel] = living();
  const { secret } = tunnel!;
  const comesBack = {
    connectors: () => (tunnel!.secret === secret ? 1 : 0),
    cutTunnel: () => undefined,
  };
  world.cloudflare.edge = comesBack;
  await end(hold.machineId);
  await world.round();
  expect(living()).toHaveLength(1);
  await world.round();
  world.cloudflare.edge = null;
  expect(living()).toEqual([]);
  expect(await world.tunnelOf(hold.machineId)).toMatchObject({ state: 'removed' });
});
