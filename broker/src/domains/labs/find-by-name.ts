import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import type { Db } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { listAdminLabs } from './lab/list-admin-labs.ts';
import { listSeats } from './seats/list-seats.ts';

/** The lab that an operator names on a terminal, in whatever case. Throws `not_found`, with the names that there are. */
export async function findLab(db: Db, name: string): Promise<Lab> {
  const labs = await listAdminLabs(db);
  const lab = pick(labs, name, (one) => one.name);
  if (lab) return lab;
  const names = labs.map((one) => one.name);
  throw fail('not_found', { detail: `No lab is called ${name}. ${sayWhatThereIs(names)}` });
}

/** The seat of this user name. Throws `not_found`. */
export async function findSeat(db: Db, labName: string, username: string): Promise<Seat> {
  const lab = await findLab(db, labName);
  const seats = await listSeats(db, lab.id);
  const seat = pick(seats, username, (one) => one.username);
  if (seat) return seat;
  const names = seats.map((one) => one.username);
  throw fail('not_found', {
    detail: `The lab ${lab.name} has no seat called ${username}. ${sayWhatThereIs(names)}`,
  });
}

/** The one of exactly this name; else the only one whose name is the same in another case. */
function pick<Item>(items: readonly Item[], name: string, nameOf: (item: Item) => string): Item | undefined {
  const exact = items.find((item) => nameOf(item) === name);
  if (exact !== undefined) return exact;
  const alike = items.filter((item) => nameOf(item).toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

function sayWhatThereIs(names: readonly string[]): string {
  return names.length === 0 ? 'There is none yet.' : `There are: ${names.join(', ')}.`;
}
