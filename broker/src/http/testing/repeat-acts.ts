import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { MachineWorld } from '../../domains/machines/testing/machine-world.ts';
import type { TestSession } from '../../testing/test-session.ts';

const root = '/api/v1/admin';
const reason = 'walking';

/** One act that can be done once on its own subject. `other`: a body that asks for something else, where the act has a body. */
export interface RepeatAct {
  as: TestSession;
  path: string;
  body?: unknown;
  other?: unknown;
}

/** For each route that takes an Idempotency-Key: makes a fresh subject, and says what is asked of it. */
// eslint-disable-next-line max-lines-per-function -- one table
export function repeatActs({
  world,
  admin,
  member,
  memberId,
}: {
  world: MachineWorld;
  admin: TestSession;
  member: TestSession;
  memberId: string;
}): Record<string, () => Promise<RepeatAct> | RepeatAct> {
  const name = () => `walked-${randomUUID().slice(0, 8)}`;
  const asAdmin = (path: string, body?: unknown, other?: unknown): RepeatAct => ({
    as: admin,
    path: `${root}/${path}`,
    body,
    other,
  });

  async function readyMachine(): Promise<string> {
    const terms = { extension: { minutes: 30, price: 6 }, refundsUnusedOnStop: true };
    const { id } = await world.buy(member, await world.makeProduct(10, terms));
    await world.bringUp(await world.assign(id));
    return id;
  }

  /** Its member has stopped it, and its lab has not confirmed. Not given back: 10 coins less what its time left gave. */
  async function stoppedMachine(): Promise<{ id: string; session: string }> {
    const { id } = await world.buy(member, await world.makeProduct(10));
    const session = await world.bringUp(await world.assign(id));
    await member.post(`/api/v1/machines/${id}/stop`);
    return { id, session };
  }

  async function queuedMachine(): Promise<string> {
    return (await world.buy(member, await world.makeProduct(10))).id;
  }

  async function assignedMachine(): Promise<string> {
    const id = await queuedMachine();
    await world.rows(sql`update machines set state = 'assigned' where id = ${id}`);
    return id;
  }

  async function worker(): Promise<string> {
    const [made] = await world.rows(sql`
    insert into workers (pool_id, name, public_key, capacity)
    select id, ${name()}, ${randomUUID()}, 1 from pools order by name limit 1 returning id`);
    return String(made?.['id']);
  }

  async function madeBy(path: string, body: unknown): Promise<string> {
    const answer = await admin.post(`${root}/${path}`, body);
    return z.looseObject({ id: z.string() }).parse(answer.body).id;
  }

  async function draftOfProduct(price: number): Promise<Record<string, unknown>> {
    const [pool] = await world.rows(sql`select id from pools limit 1`);
    const terms = { template: 'x', durationMinutes: 5, attributes: {} };
    return { name: name(), poolId: pool?.['id'], labId: world.labId, price, ...terms };
  }

  async function failedMessage(): Promise<string> {
    const id = randomUUID();
    await world.rows(sql`
    insert into outbox (id, channel, kind, user_id, recipient, state, last_error, ended_at, valid_until)
    values (${id}, 'mail', 'security', ${memberId}, 'walker@example.org', 'failed', 'walked', now(), now() + interval '1 day')`);
    return id;
  }

  const labDraft = () => ({ name: name(), recipe: 'bundled', baseUrl: 'http://walked.example' });
  const newLab = () => madeBy('labs', labDraft());
  const newSeat = () => madeBy(`labs/${world.labId}/seats`, { username: name(), password: 'walked on' });
  const voucher = (coins: number) => ({
    name: name(),
    note: '',
    coins,
    totalUses: 5,
    usesPerMember: 1,
    codes: { kind: 'chosen', code: `WALK-${randomUUID().slice(0, 8).toUpperCase()}` },
  });

  // Every route that takes an Idempotency-Key stands here; one that is added without a line fails the walk.
  return {
    'POST /api/v1/admin/wallets/:userId/adjustments': () =>
      asAdmin(
        `wallets/${memberId}/adjustments`,
        { coins: 5, class: 'earned', reason },
        { coins: 6, class: 'earned', reason },
      ),
    'POST /api/v1/vouchers/redeem': async () => {
      const made = voucher(3);
      await madeBy('vouchers', made);
      return {
        as: member,
        path: '/api/v1/vouchers/redeem',
        body: { code: made.codes.code },
        other: { code: 'ANOTHER-1' },
      };
    },
    'POST /api/v1/admin/vouchers': () => asAdmin('vouchers', voucher(3), voucher(4)),
    'POST /api/v1/admin/announcements': () => {
      const draft = { markdown: 'walked', level: 'info', banner: false, pinned: false, notify: true };
      return asAdmin('announcements', { ...draft, title: name() }, { ...draft, title: name() });
    },
    'POST /api/v1/admin/outbox/:id/retry': async () => asAdmin(`outbox/${await failedMessage()}/retry`, {}),
    'POST /api/v1/admin/outbox/:id/discard': async () =>
      asAdmin(`outbox/${await failedMessage()}/discard`, {}),
    'POST /api/v1/admin/users/:id/notes': () =>
      asAdmin(`users/${memberId}/notes`, { text: 'walked' }, { text: 'ran' }),
    'POST /api/v1/admin/roles': () => {
      const draft = { description: '', rank: 1, permissions: [] };
      const called = `walked-${randomUUID().slice(0, 8)}`;
      return asAdmin('roles', { ...draft, name: called }, { ...draft, name: `${called}-2` });
    },
    'POST /api/v1/admin/products': async () =>
      asAdmin('products', await draftOfProduct(1), await draftOfProduct(2)),
    'POST /api/v1/admin/products/:id/archive': async () => {
      const id = await madeBy('products', await draftOfProduct(1));
      return asAdmin(`products/${id}/archive`, { revision: 1 }, { revision: 2 });
    },
    'POST /api/v1/admin/products/:id/restore': async () => {
      const id = await madeBy('products', await draftOfProduct(1));
      await admin.post(`${root}/products/${id}/archive`, { revision: 1 });
      return asAdmin(`products/${id}/restore`, { revision: 2 }, { revision: 3 });
    },
    'POST /api/v1/admin/pools': () => asAdmin('pools', { name: name() }, { name: name() }),
    'POST /api/v1/admin/labs': () => asAdmin('labs', labDraft(), labDraft()),
    'POST /api/v1/admin/labs/:id/disable': async () =>
      asAdmin(
        `labs/${await newLab()}/disable`,
        { reason, endMachines: false },
        { reason: 'another', endMachines: false },
      ),
    'POST /api/v1/admin/labs/:id/reopen': async () => {
      const id = await newLab();
      await admin.post(`${root}/labs/${id}/disable`, { reason, endMachines: false });
      return asAdmin(`labs/${id}/reopen`, { reason }, { reason: 'another' });
    },
    'POST /api/v1/admin/labs/:id/seats': () =>
      asAdmin(
        `labs/${world.labId}/seats`,
        { username: name(), password: 'walked on' },
        { username: name(), password: 'walked' },
      ),
    'POST /api/v1/admin/seats/:id/disable': async () =>
      asAdmin(`seats/${await newSeat()}/disable`, { reason }, { reason: 'another' }),
    'POST /api/v1/admin/seats/:id/reopen': async () => {
      const id = await newSeat();
      await admin.post(`${root}/seats/${id}/disable`, { reason });
      return asAdmin(`seats/${id}/reopen`, { reason }, { reason: 'another' });
    },
    'POST /api/v1/admin/labs/:id/canaries': async () => {
      // A seat is tried by one canary at a time.
      const open = await world.rows(
        sql`select id from machines where purpose = 'canary' and ended_at is null`,
      );
      for (const { id } of open) await admin.post(`${root}/machines/${String(id)}/stop`, { reason });
      return asAdmin(`labs/${world.labId}/canaries`, {});
    },
    'POST /api/v1/api-keys': () => {
      const draft = { scopes: ['machines.read'], expiresInDays: 1 };
      return {
        as: member,
        path: '/api/v1/api-keys',
        body: { ...draft, name: name() },
        other: { ...draft, name: name() },
      };
    },
    'POST /api/v1/machines': async () => ({
      as: member,
      path: '/api/v1/machines',
      body: { productId: await world.makeProduct(10) },
      other: { productId: await world.makeProduct(11) },
    }),
    'POST /api/v1/machines/:id/cancel': async () => ({
      as: member,
      path: `/api/v1/machines/${await queuedMachine()}/cancel`,
    }),
    'POST /api/v1/machines/:id/stop': async () => ({
      as: member,
      path: `/api/v1/machines/${await readyMachine()}/stop`,
    }),
    'POST /api/v1/machines/:id/extend': async () => ({
      as: member,
      path: `/api/v1/machines/${await readyMachine()}/extend`,
    }),
    'POST /api/v1/machines/:id/restart': async () => ({
      as: member,
      path: `/api/v1/machines/${await readyMachine()}/restart`,
    }),
    'POST /api/v1/admin/machines/:id/stop': async () =>
      asAdmin(`machines/${await readyMachine()}/stop`, { reason }, { reason: 'another' }),
    'POST /api/v1/admin/machines/:id/settle': async () =>
      asAdmin(`machines/${await readyMachine()}/settle`, { reason }, { reason: 'another' }),
    'POST /api/v1/admin/machines/:id/refund': async () => {
      const { id } = await stoppedMachine();
      return asAdmin(`machines/${id}/refund`, { coins: 1, reason }, { coins: 2, reason });
    },
    'POST /api/v1/admin/lab-sessions/:id/end': async () => {
      const { session } = await stoppedMachine();
      return asAdmin(`lab-sessions/${session}/end`, { reason }, { reason: 'another' });
    },
    'POST /api/v1/admin/lab-sessions/:id/write-off': async () => {
      const { session } = await stoppedMachine();
      const certain = { reason, certainOfTag: `cs-${session}` };
      return asAdmin(`lab-sessions/${session}/write-off`, certain, { ...certain, reason: 'another' });
    },
    'POST /api/v1/admin/lab-findings/:id/end': async () => {
      const { session } = await stoppedMachine();
      const [finding] = await world.rows(sql`
        insert into lab_findings (lab_id, seat_id, kind, lab_ref, label, lab_session_id)
        select lab_id, seat_id, 'orphan', ${name()}, 'walked', id from lab_sessions where id = ${session} returning id`);
      const path = `lab-findings/${String(finding?.['id'])}/end`;
      return asAdmin(path, { reason }, { reason: 'another' });
    },
    'POST /api/v1/admin/seats/:id/look': async () =>
      asAdmin(`seats/${await newSeat()}/look`, { reason }, { reason: 'another' }),
    'POST /api/v1/admin/workers/enrolment-tokens': async () => {
      const [pool] = await world.rows(sql`select id from pools limit 1`);
      const draft = { poolId: pool?.['id'], capacity: 1, labels: [] };
      return asAdmin('workers/enrolment-tokens', { ...draft, name: name() }, { ...draft, name: name() });
    },
    'POST /api/v1/admin/workers/:id/drain': async () =>
      asAdmin(
        `workers/${await worker()}/drain`,
        { deadlineMinutes: 5, reason },
        { deadlineMinutes: 6, reason },
      ),
    'POST /api/v1/admin/workers/:id/resume': async () => {
      const id = await worker();
      await admin.post(`${root}/workers/${id}/drain`, { deadlineMinutes: 5, reason });
      return asAdmin(`workers/${id}/resume`, {});
    },
    'POST /api/v1/admin/workers/:id/revoke': async () =>
      asAdmin(`workers/${await worker()}/revoke`, { reason }, { reason: 'another' }),
    'POST /api/v1/admin/machines/:id/pause': async () => asAdmin(`machines/${await assignedMachine()}/pause`),
    'POST /api/v1/admin/machines/:id/go-on': async () => {
      const id = await assignedMachine();
      await admin.post(`${root}/machines/${id}/pause`);
      return asAdmin(`machines/${id}/go-on`);
    },
  };
}
