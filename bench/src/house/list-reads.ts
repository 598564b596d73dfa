import { askHouse } from './ask-house.ts';
import { adminName, busyMember } from './house-size.ts';
import type { House } from './open-house.ts';

/** One request of an admin page. */
export interface Read {
  name: string;
  path: string;
}

const api = '/api/v1/admin';
/** About a thousand rows deep, or as deep as the house has whole pages. */
const pagesDeep = 33;
const rowsOfPage = 30;

/**
 * What the admin pages ask for, by this house's own ids: lists and their filters, searches that find much, little and nothing, single
 * things. Each finds as much in either house, for what is compared is finding it and not making a longer answer.
 */
export async function listReads(house: House): Promise<Read[]> {
  const [ids] = (await house.database.query<Record<string, string>>(findIds, [busyMember])).rows;
  if (ids === undefined) throw new Error('the house has nothing to look at');
  const { member, owner, machine, voucher, announcement, message, lab } = ids;
  const reads = {
    overview: `${api}/overview`,
    'overview of 30 days': `${api}/overview?days=30`,
    members: `${api}/users`,
    'members, deep': await goDeep(house, `${api}/users?`),
    'members by coins': `${api}/users?sort=coins`,
    'members by coins, deep': await goDeep(house, `${api}/users?sort=coins&`),
    'members, last seen': `${api}/users?sort=last_seen`,
    'members by name': `${api}/users?search=member`,
    'members by e-mail': `${api}/users?search=${owner}`,
    'members, none found': `${api}/users?search=nobody-at-all`,
    'members by role': `${api}/users?role=admin`,
    'members, disabled': `${api}/users?state=disabled`,
    'member with a long past': `${api}/users/${member}`,
    'their transfers': `${api}/wallets/${member}/transfers`,
    'their transfers, deep': await goDeep(house, `${api}/wallets/${member}/transfers?`),
    'their machines': `${api}/users/${member}/machines`,
    'their sessions': `${api}/users/${member}/sessions`,
    'their notes': `${api}/users/${member}/notes`,
    machines: `${api}/machines`,
    'machines, deep': await goDeep(house, `${api}/machines?`),
    'machines, active': `${api}/machines?state=active&limit=5`,
    'machines, failed': `${api}/machines?state=failed&limit=5`,
    'machines by owner': `${api}/machines?search=${owner}`,
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
    'outbox, deep': await goDeep(house, `${api}/outbox?`),
    'outbox, failed': `${api}/outbox?state=failed`,
    'outbox, none found': `${api}/outbox?state=waiting&channel=discord`,
    'one message': `${api}/outbox/${message}`,
    settings: `${api}/settings`,
    audit: `${api}/audit`,
    'audit, deep': await goDeep(house, `${api}/audit?`),
    'audit by word': `${api}/audit?search=ticket%20177%20of`,
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
    (select split_part(u.email, '@', 1) || '%40' from machines m join users u on u.id = m.owner_id
      where u.name <> $1 order by m.requested_at, m.id limit 1) as owner,
    (select id from machines where name = 'machine-1') as machine, (select id from labs where name = 'Lab 1') as lab,
    (select id from vouchers order by created_at desc limit 1) as voucher,
    (select id from announcements order by starts_at desc limit 1) as announcement,
    (select id from outbox order by created_at desc limit 1) as message`;

// Only whole pages, see above.
async function goDeep(house: House, path: string): Promise<string> {
  let deepest = `${path}limit=${rowsOfPage}`;
  let { nextCursor } = await askHouse(house, deepest);
  for (let page = 1; page < pagesDeep && nextCursor !== null; page += 1) {
    const next = `${path}limit=${rowsOfPage}&cursor=${encodeURIComponent(nextCursor)}`;
    const found = await askHouse(house, next);
    if (found.items.length < rowsOfPage) break;
    deepest = next;
    nextCursor = found.nextCursor;
  }
  return deepest;
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
