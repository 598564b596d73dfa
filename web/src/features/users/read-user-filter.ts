import { AdminUserQuery } from '@coinslot/shared/http/admin-users.ts';
import type { UserFilter } from './api/list-users.ts';

/** The filter that a page's address holds; what makes no sense in it is passed over. */
export function readUserFilter(query: URLSearchParams): UserFilter {
  const { state, coins, sort } = AdminUserQuery.shape;
  return {
    search: query.get('search') ?? '',
    role: query.get('role') ?? '',
    state: state.catch('all').parse(query.get('state') ?? undefined),
    coins: coins.catch('all').parse(query.get('coins') ?? undefined),
    sort: sort.catch('newest').parse(query.get('sort') ?? undefined),
  };
}

/** The same as a page's address: only what is not as it begins. */
export function writeUserFilter(filter: UserFilter): Record<string, string> {
  const plain = readUserFilter(new URLSearchParams());
  const set = Object.entries(filter).filter(([name, value]) => value !== plain[name as keyof UserFilter]);
  return Object.fromEntries(set);
}
