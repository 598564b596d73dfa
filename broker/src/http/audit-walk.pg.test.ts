import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type MachineWorld, openMachineWorld } from '../domains/machines/testing/machine-world.ts';
import {
  type CloudflareStandIn,
  startCloudflareStandIn,
} from '../domains/names/testing/cloudflare-stand-in.ts';
import type { TestSession } from '../testing/test-session.ts';
import type { GuardedRoute } from './broker-app.ts';
import { changes, listRoutes, nameOf, needsPermission } from './testing/route-walker.ts';

// Every secret that an admin writes somewhere carries this mark.
const mark = 'PLANTED31415';
const secret = (what: string) => `${mark}-${what}-0123456789abcdefghij`;

// What changes nothing that is kept, and so has nothing to write down.
const unaudited: Record<string, string> = {
  'POST /api/v1/admin/sign-in/:provider/test': 'asks the provider and keeps only what it said',
  'POST /api/v1/admin/discord/test': 'asks Discord and keeps nothing',
  'POST /api/v1/admin/discord/sync': 'reads again what Discord says anyway',
};

let world: MachineWorld;
let cloudflare: CloudflareStandIn;
let admin: TestSession;
let adminId: string;
let routes: GuardedRoute[];
const acted = new Map<string, number>();

beforeAll(async () => {
  cloudflare = await startCloudflareStandIn();
  cloudflare.token = secret('cloudflare');
  // Discord is asked below and must be nobody's.
  world = await openMachineWorld({
    BROKER_DISCORD_URL: 'http://127.0.0.1:2',
    BROKER_CLOUDFLARE_URL: cloudflare.url,
  });
  admin = await world.broker.registerAdmin('Ada');
  adminId = (await admin.me()).id;
  routes = (await listRoutes(world.broker)).filter((route) => needsPermission(route) && changes(route));
});
afterAll(async () => {
  await world.close();
  await cloudflare.close();
});

const Saved = z.looseObject({ id: z.string().optional(), revision: z.int().optional() });

/** Does what an admin does on this route, which must succeed, and counts the lines of the audit log that it left. */
async function act(route: string, params: string[] = [], body?: unknown): Promise<z.infer<typeof Saved>> {
  const [method = '', url = ''] = route.split(' ');
  const left = [...params];
  const path = url.replace(/:\w+/g, () => left.shift() ?? '');
  const before = await countLines();
  const answer =
    method === 'DELETE'
      ? await admin.delete(path)
      : method === 'PUT'
        ? await admin.put(path, body)
        : await admin.post(path, body);
  expect({ route, status: answer.status, body: answer.body }).toMatchObject({
    status: expect.toSatisfy((status: number) => status < 300),
  });
  expect({ route, shown: JSON.stringify(answer.body).includes(mark) }).toEqual({ route, shown: false });
  acted.set(route, (acted.get(route) ?? 0) + (await countLines()) - before);
  return Saved.parse(answer.body ?? {});
}

async function countLines(): Promise<number> {
  const [row] = await world.rows(sql`
    select count(*) as lines from audit_log where actor_id = ${adminId} and address = '127.0.0.1'`);
  return z.object({ lines: z.int() }).parse(row).lines;
}

const root = '/api/v1/admin';
const reason = 'walking';

async function actOnMembers(): Promise<void> {
  const member = await world.broker.register('Walked');
  const { id } = await member.me();
  await act(`POST ${root}/users/:id/notes`, [id], { text: 'walked' });
  await act(`POST ${root}/wallets/:userId/adjustments`, [id], { coins: 5, class: 'earned', reason });
  const role = { description: '', rank: 1, permissions: [] };
  await act(`POST ${root}/roles`, [], { ...role, name: 'walked' });
  await act(`PUT ${root}/roles/:name`, ['walked'], { ...role, rank: 2, revision: 1 });
  const given = { roles: ['walked'], knownRoles: [], reason };
  await act(`PUT ${root}/users/:id/roles`, [id], given);
  await act(`PUT ${root}/users/:id/roles`, [id], { ...given, roles: [], knownRoles: ['walked'] });
  await act(`DELETE ${root}/roles/:name`, ['walked']);
  const [session] = await world.rows(sql`select id from sessions where user_id = ${id}`);
  await act(`DELETE ${root}/users/:id/sessions/:sessionId`, [id, String(session?.['id'])]);
  await act(`POST ${root}/users/:id/sessions/end-all`, [id]);
  await act(`POST ${root}/users/:id/view-as`, [id], { reason });
  await admin.delete('/api/v1/view-as');
  await act(`POST ${root}/users/:id/disable`, [id], { reason });
  await act(`POST ${root}/users/:id/enable`, [id], { reason });
}

async function actOnTheShop(): Promise<void> {
  const pool = await act(`POST ${root}/pools`, [], { name: 'walked' });
  const poolId = pool.id ?? '';
  await act(`PUT ${root}/pools/:id`, [poolId], { name: 'walked-on', revision: 1 });
  const lab = { name: 'Walked', recipe: 'bundled', baseUrl: 'http://walked.example' };
  const labId = (await act(`POST ${root}/labs`, [], lab)).id ?? '';
  await act(`PUT ${root}/labs/:id`, [labId], { ...lab, listLagMs: 1, revision: 1 });
  const permission = { kind: 'own_installation', note: 'ours' };
  await act(`PUT ${root}/labs/:id/permission`, [labId], { permission, revision: 2 });
  await act(`POST ${root}/labs/:id/disable`, [labId], { reason, endMachines: false });
  await act(`POST ${root}/labs/:id/reopen`, [labId], { reason });
  const seat = { username: 'walked', password: secret('seat') };
  const seatId = (await act(`POST ${root}/labs/:id/seats`, [labId], seat)).id ?? '';
  await act(`PUT ${root}/seats/:id`, [seatId], { ...seat, password: secret('seat-anew'), revision: 1 });
  await act(`POST ${root}/seats/:id/disable`, [seatId], { reason });
  await act(`POST ${root}/seats/:id/reopen`, [seatId], { reason });
  const product = {
    name: 'walked',
    poolId,
    labId,
    template: 'x',
    durationMinutes: 5,
    price: 1,
    attributes: {},
  };
  const productId = (await act(`POST ${root}/products`, [], product)).id ?? '';
  await act(`PUT ${root}/products/:id`, [productId], { ...product, price: 2, revision: 1 });
  await act(`POST ${root}/products/:id/archive`, [productId], { revision: 2 });
  await act(`POST ${root}/products/:id/restore`, [productId], { revision: 3 });
  await act(`DELETE ${root}/products/:id`, [productId]);
  await act(`DELETE ${root}/seats/:id`, [seatId]);
  await act(`DELETE ${root}/labs/:id`, [labId]);
  await act(`DELETE ${root}/pools/:id`, [poolId]);
}

async function actOnTheFleet(): Promise<void> {
  const machine = await world.buy(await world.broker.register(), await world.makeProduct(1));
  await world.rows(sql`update machines set state = 'assigned' where id = ${machine.id}`);
  await act(`POST ${root}/machines/:id/pause`, [machine.id]);
  await act(`POST ${root}/machines/:id/go-on`, [machine.id]);
  await act(`POST ${root}/machines/:id/stop`, [machine.id], { reason });
  await actOnIncidents();
  await act(`POST ${root}/labs/:id/canaries`, [world.labId], {});
  const [pool] = await world.rows(sql`select id from pools limit 1`);
  const token = { poolId: pool?.['id'], name: 'walked', capacity: 1, labels: [] };
  await act(`POST ${root}/workers/enrolment-tokens`, [], token);
  await act(`PUT ${root}/workers/:id`, [world.workerId], { labels: [], capacity: 3 });
  await act(`POST ${root}/workers/:id/drain`, [world.workerId], { deadlineMinutes: 5, reason });
  await act(`POST ${root}/workers/:id/resume`, [world.workerId], {});
  await act(`POST ${root}/workers/:id/revoke`, [world.workerId], { reason });
}

async function actOnIncidents(): Promise<void> {
  const member = await world.broker.register();
  const productId = await world.makeProduct(9);
  const [paid, stuck] = [await world.buy(member, productId), await world.buy(member, productId)];
  const session = await world.bringUp(await world.assign(paid.id));
  await member.post(`/api/v1/machines/${paid.id}/stop`);
  await act(`POST ${root}/lab-sessions/:id/end`, [session], { reason });
  const certainOfTag = `cs-${session}`;
  await act(`POST ${root}/lab-sessions/:id/write-off`, [session], { reason, certainOfTag });
  await act(`POST ${root}/machines/:id/refund`, [paid.id], { coins: 1, reason });
  await act(`POST ${root}/machines/:id/settle`, [stuck.id], { reason });
  const [seat] = await world.rows(sql`select id, lab_id from seats limit 1`);
  await act(`POST ${root}/seats/:id/look`, [String(seat?.['id'])], { reason });
  const [finding] = await world.rows(sql`
    insert into lab_findings (lab_id, seat_id, kind, lab_ref, label, lab_session_id)
    values (${String(seat?.['lab_id'])}, ${String(seat?.['id'])}, 'orphan', 'walked', 'walked', ${session}) returning id`);
  await act(`POST ${root}/lab-findings/:id/end`, [String(finding?.['id'])], { reason });
}

async function actOnWords(): Promise<void> {
  const draft = {
    title: 'Walked',
    markdown: 'walked',
    level: 'info',
    banner: false,
    pinned: false,
    notify: false,
  };
  const announcement = { ...draft, startsAt: null, endsAt: null };
  const id = (await act(`POST ${root}/announcements`, [], draft)).id ?? '';
  const [made] = await world.rows(sql`select starts_at as at from announcements where id = ${id}`);
  const startsAt = new Date(String(made?.['at'])).toISOString();
  await act(`PUT ${root}/announcements/:id`, [id], { ...announcement, startsAt, revision: 1 });
  await act(`DELETE ${root}/announcements/:id`, [id]);
  const voucher = { name: 'walked', note: '', coins: 1, totalUses: 1, usesPerMember: 1 };
  const codes = { kind: 'chosen', code: `${mark}CODE` };
  const voucherId = (await act(`POST ${root}/vouchers`, [], { ...voucher, codes })).id ?? '';
  const edit = { name: 'x', note: '', startsAt: null, expiresAt: null, disabled: true, revision: 1 };
  await act(`PUT ${root}/vouchers/:id`, [voucherId], edit);
  await actOnAssets();
}

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function actOnAssets(): Promise<void> {
  const before = await countLines();
  const answer = await fetch(new URL(`${root}/assets`, world.broker.url), {
    method: 'POST',
    headers: {
      cookie: admin.cookie(),
      origin: world.broker.ctx.config.http.publicUrl,
      'content-type': 'image/png',
    },
    body: Buffer.from(png, 'base64'),
  });
  expect(answer.status).toBe(201);
  acted.set(`POST ${root}/assets`, (await countLines()) - before);
  await act(`DELETE ${root}/assets/:id`, [Saved.parse(await answer.json()).id ?? '']);
}

async function actOnSettings(): Promise<void> {
  await act(`PUT ${root}/settings/general`, [], { values: { name: 'Walked' }, revision: 0 });
  await act(`PUT ${root}/settings/members`, [], { values: {}, revision: 0 });
  await act(`PUT ${root}/settings/welcome`, [], { values: { coins: 1 }, revision: 0 });
  await act(`PUT ${root}/settings/terms`, [], { values: { markdown: 'walk' }, revision: 0 });
  await act(`PUT ${root}/settings/privacy`, [], { values: { markdown: 'walk' }, revision: 0 });
  const provider = { enabled: true, clientId: 'walker', clientSecret: secret('client'), revision: 0 };
  await act(`PUT ${root}/sign-in/:provider`, ['discord'], provider);
  const guild = { guildId: '123456789012345678', joinsGuild: false, buyersOnlyWithPerk: false, rules: [] };
  await act(`PUT ${root}/discord`, [], { ...guild, inviteUrl: null, botToken: secret('bot'), revision: 1 });
  const hook = `https://discord.com/api/webhooks/123456789012345678/${secret('operator')}`;
  await act(`PUT ${root}/operator-webhook`, [], { url: hook, events: ['lab_closed'], revision: 0 });
  await act(`POST ${root}/operator-webhook/test`);
  const mail = { host: '127.0.0.1', port: 2, security: 'none', from: 'coins@example.org' };
  await act(`PUT ${root}/mail`, [], { ...mail, user: 'walker', password: secret('mail'), revision: 0 });
  await act(`POST ${root}/mail/test`, [], { to: 'walker@example.org' });
  await act(`DELETE ${root}/mail`);
  const { accountId, zoneId, token } = cloudflare;
  await act(`PUT ${root}/tunnels`, [], { accountId, zoneId, subdomain: 'walked', token, revision: 1 });
  await act(`DELETE ${root}/tunnels`);
}

/** What is excused is tried as well: a route that writes after all belongs to the others, where a lost line is found. */
async function tryTheExcused(): Promise<void> {
  for (const route of Object.keys(unaudited)) {
    const before = await countLines();
    const { status } = await admin.post(route.replace('POST ', '').replace(':provider', 'discord'));
    expect({ route, status }).toMatchObject({
      status: expect.toSatisfy((is: number) => is < 300 || is === 503),
    });
    expect({ route, lines: (await countLines()) - before }).toEqual({ route, lines: 0 });
  }
}

async function actOnTheOutbox(): Promise<void> {
  for (const verb of ['retry', 'discard']) {
    const id = randomUUID();
    await world.rows(sql`
      insert into outbox (id, channel, kind, user_id, recipient, state, last_error, ended_at, valid_until)
      values (${id}, 'mail', 'security', ${adminId}, 'walker@example.org', 'failed', 'walked', now(), now() + interval '1 day')`);
    await act(`POST ${root}/outbox/:id/${verb}`, [id], {});
  }
}

test('every act of an admin leaves a line with who and from where, and no secret is in any of them', async () => {
  await actOnMembers();
  await actOnTheShop();
  await actOnTheFleet();
  await actOnWords();
  await actOnSettings();
  await tryTheExcused();
  await actOnTheOutbox();
  const silent = [...acted].filter(([, lines]) => lines === 0).map(([route]) => route);
  expect(silent).toEqual([]);
  const due = routes.map(nameOf).filter((route) => unaudited[route] === undefined);
  expect(due.filter((route) => !acted.has(route))).toEqual([]);
  expect(Object.keys(unaudited).filter((route) => !routes.map(nameOf).includes(route))).toEqual([]);
  for (const table of ['audit_log', 'idempotency_keys']) {
    const [found] = await world.rows(sql`
      select count(*) as leaks from ${sql.identifier(table)} t where to_jsonb(t)::text like ${`%${mark}%`}`);
    expect({ table, ...found }).toEqual({ table, leaks: 0 });
  }
});
