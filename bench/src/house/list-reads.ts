import { askHouse } from './ask-house.ts';
import { adminName, busyMember } from './house-size.ts';
import type { House } from './open-house.ts';

/** One request of an admin page. */
export interface Read {
  name: string;
  path: string;
}

const api = '/api/v1/admin';
/** As deep as ten clicks on "more" at a hundred rows each, or as the house goes. */
const pagesDeep = 10;

/** What the admin pages ask for, by this house's own ids: lists and their filters, searches that find much, little and nothing, single things. */
export async function listReads(house: House): Promise<Read[]> {
  const [ids] = (await house.database.query<Record<string, string>>(findIds, [busyMember])).rows;
  if (ids === undefined) throw new Error('the house has nothing to look at');
  const { member, machine, voucher, announcement, message, lab } = ids;
  const reads = {
    overview: `${api}/overview`,
    'overview of 30 days': `${api}/overview?days=30`,
    members: `${api}/users`,
    'members, deep': await goDeep(house, `${api}/users?limit=100`),
    'members by coins': `${api}/users?sort=coins`,
    'members by coins, deep': await goDeep(house, `${api}/users?sort=coins&limit=100`),
    'members, last seen': `${api}/users?sort=last_seen`,
    'members by name': `${api}/users?search=member%207`,
    'members by e-mail': `${api}/users?search=member-77`,
    'members, none found': `${api}/users?search=nobody-at-all`,
    'members by role': `${api}/users?role=admin`,
    'members, disabled': `${api}/users?state=disabled`,
    'member with a long past': `${api}/users/${member}`,
    'their transfers': `${api}/wallets/${member}/transfers`,
    'their transfers, deep': await goDeep(house, `${api}/wallets/${member}/transfers?limit=100`),
    'their machines': `${api}/users/${member}/machines`,
    'their sessions': `${api}/users/${member}/sessions`,
    'their notes': `${api}/users/${member}/notes`,
    machines: `${api}/machines`,
    'machines, deep': await goDeep(house, `${api}/machines?limit=100`),
    'machines, active': `${api}/machines?state=active`,
    'machines, failed': `${api}/machines?state=failed`,
    'machines by owner': `${api}/machines?search=member%2042`,
    'machines, none found': `${api}/machines?search=no-such-machine`,
    'one machine': `${api}/machines/${machine}`,
    'its events': `${api}/machines/${machine}/events`,
    'its log': `${api}/machines/${machine}/logs`,
    fleet: `${api}/fleet`,
    workers: `${api}/workers`,
    labs: `${api}/labs`,
    'one lab': `${api}/labs/${lab}`,
    seats: `${api}/labs/${lab}/seats`,
    pools: `${api}/pools`,
    products: `${api}/products`,
    roles: `${api}/roles`,
    vouchers: `${api}/vouchers`,
    'vouchers by note': `${api}/vouchers?search=class%201`,
    'one voucher': `${api}/vouchers/${voucher}`,
    'its redemptions': `${api}/vouchers/${voucher}/redemptions`,
    announcements: `${api}/announcements`,
    'one announcement': `${api}/announcements/${announcement}`,
    outbox: `${api}/outbox`,
    'outbox, deep': await goDeep(house, `${api}/outbox?limit=100`),
    'outbox, failed': `${api}/outbox?state=failed`,
    'outbox, none found': `${api}/outbox?state=waiting&channel=discord`,
    'one message': `${api}/outbox/${message}`,
    settings: `${api}/settings`,
    audit: `${api}/audit`,
    'audit, deep': await goDeep(house, `${api}/audit?limit=100`),
    'audit by word': `${api}/audit?search=ticket%20177`,
    'audit, none found': `${api}/audit?search=zebra`,
    'audit by actor': `${api}/audit?actor=${encodeURIComponent(adminName)}`,
    'audit of one member': `${api}/audit?targetKind=user&target=${member}`,
    'audit by action': `${api}/audit?action=voucher`,
    'audit of a day': `${api}/audit?from=${daysAgo(40)}&to=${daysAgo(39)}`,
    'actions of the audit log': `${api}/audit/actions`,
  };
  return Object.entries(reads).map(([name, path]) => ({ name, path }));
}

const findIds = `
  select (select id from users where name = $1) as member,
    (select id from machines where name = 'machine-1') as machine, (select id from labs where name = 'Lab 1') as lab,
    (select id from vouchers order by created_at desc limit 1) as voucher,
    (select id from announcements order by starts_at desc limit 1) as announcement,
    (select id from outbox order by created_at desc limit 1) as message`;

async function goDeep(house: House, path: string): Promise<string> {
  let deepest = path;
  for (let page = 1; page < pagesDeep; page += 1) {
    const { nextCursor } = await askHouse(house, deepest);
    if (nextCursor === null) break;
    deepest = `${path}&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return deepest;
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
