import { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { EditRoleRequest, Role, RoleDraft, RoleList } from '@coinslot/shared/http/admin-roles.ts';
import {
  AddUserNoteRequest,
  AdminUserDetail,
  AdminUserPage,
  AdminUserQuery,
  AdminUserSessionList,
  DisableUserRequest,
  SetUserRolesRequest,
  UserNote,
  UserNotePage,
} from '@coinslot/shared/http/admin-users.ts';
import { AuditActionList, AuditPage, AuditQuery } from '@coinslot/shared/http/audit.ts';
import { AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import { ViewAsRequest } from '@coinslot/shared/http/view-as.ts';
import { TransferPage } from '@coinslot/shared/http/wallet.ts';
import { type FakeAnswer, type FakeRequest, answer, nothing, problem } from './answers.ts';
import { minutesFromNow, someTransfers } from './data-catalog.ts';
import { someAdminRows } from './data-machines.ts';
import { houseMessageRoutes } from './routes-house-messages.ts';
import { settingsRoutes } from './routes-settings.ts';
import type { FakeRoute, World } from './routes.ts';

/** What admins of the house do. */
export function houseAdminRoutes(): Record<string, FakeRoute> {
  return { ...userRoutes(), ...roleRoutes(), ...logRoutes(), ...settingsRoutes(), ...houseMessageRoutes() };
}

/** The member that the path names, changed for good. */
function changeUser(
  { path }: FakeRequest,
  { house }: World,
  how: (user: AdminUserDetail) => Partial<AdminUserDetail>,
): FakeAnswer {
  const user = house.users.find(({ id }) => id === path.split('/')[5]);
  if (!user) return problem('not_found');
  const changed = { ...user, ...how(user) };
  house.users = house.users.map((each) => (each.id === user.id ? changed : each));
  return answer(AdminUserDetail, changed);
}

function userRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/users': ({ query }, { house }) => {
      const { search, state } = AdminUserQuery.parse(Object.fromEntries(query));
      const items = house.users.filter(
        ({ name, disabledAt }) =>
          name.toLowerCase().includes(search.toLowerCase()) &&
          (state === 'all' || (state === 'disabled') === (disabledAt !== null)),
      );
      return answer(AdminUserPage, { items, nextCursor: null });
    },
    'GET /api/v1/admin/users/:id': (request, world) => changeUser(request, world, () => ({})),
    'GET /api/v1/admin/users/:id/machines': () =>
      answer(AdminMachinePage, { items: someAdminRows(), nextCursor: null }),
    'GET /api/v1/admin/wallets/:id/transfers': () =>
      answer(TransferPage, { items: someTransfers(), nextCursor: null }),
    'GET /api/v1/admin/users/:id/sessions': (_request, { house }) =>
      answer(AdminUserSessionList, { items: house.sessions }),
    'DELETE /api/v1/admin/users/:id/sessions/:sid': ({ path }, { house }) => {
      house.sessions = house.sessions.filter(({ id }) => !path.endsWith(id));
      return nothing;
    },
    'POST /api/v1/admin/users/:id/sessions/end-all': (_request, { house }) => {
      house.sessions = [];
      return nothing;
    },
    'GET /api/v1/admin/users/:id/notes': (_request, { house }) =>
      answer(UserNotePage, { items: house.notes, nextCursor: null }),
    'POST /api/v1/admin/users/:id/notes': ({ body }, { house, me }) => {
      const { text } = AddUserNoteRequest.parse(body);
      const note = {
        id: String(house.notes.length + 1),
        at: minutesFromNow(0),
        authorName: me?.name ?? '',
        text,
      };
      house.notes = [note, ...house.notes];
      return answer(UserNote, note, 201);
    },
    'POST /api/v1/admin/users/:id/disable': (request, world) => {
      const { reason } = DisableUserRequest.parse(request.body);
      const at = minutesFromNow(0);
      return changeUser(request, world, () => ({
        disabledAt: at,
        disabled: { at, by: 'Ada Moreno', reason },
      }));
    },
    'POST /api/v1/admin/users/:id/enable': (request, world) =>
      changeUser(request, world, () => ({ disabledAt: null, disabled: null })),
    'POST /api/v1/admin/users/:id/view-as': ({ body }) => (ViewAsRequest.parse(body), nothing),
    'PUT /api/v1/admin/users/:id/roles': (request, world) => {
      const { roles } = SetUserRolesRequest.parse(request.body);
      return changeUser(request, world, () => ({ roles }));
    },
  };
}

function roleRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/roles': (_request, { house }) => answer(RoleList, house.roles),
    'POST /api/v1/admin/roles': ({ body }, { house }) => {
      const draft = RoleDraft.parse(body);
      const role = { ...draft, members: 0, builtIn: false, revision: 1, mayEdit: true, mayGive: true };
      house.roles = { ...house.roles, items: [...house.roles.items, role] };
      return answer(Role, role, 201);
    },
    'PUT /api/v1/admin/roles/:name': ({ path, body }, { house }) => {
      const { revision, ...draft } = EditRoleRequest.parse(body);
      const role = house.roles.items.find(({ name }) => path.endsWith(`/${name}`));
      if (!role) return problem('not_found');
      if (role.revision !== revision) return problem('edited_meanwhile');
      const changed = { ...role, ...draft, revision: revision + 1 };
      house.roles = {
        ...house.roles,
        items: house.roles.items.map((each) => (each === role ? changed : each)),
      };
      return answer(Role, changed);
    },
    'DELETE /api/v1/admin/roles/:name': ({ path }, { house }) => {
      const items = house.roles.items.filter(({ name }) => !path.endsWith(`/${name}`));
      house.roles = { ...house.roles, items };
      return nothing;
    },
  };
}

function logRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/overview': ({ query }, { house }) =>
      answer(Overview, house.overview(Number(query.get('days') ?? 7))),
    'GET /api/v1/admin/audit': ({ query }, { house }) => {
      const { search = '', action = '' } = AuditQuery.parse(Object.fromEntries(query));
      const items = house.audit.filter(
        (entry) => entry.action.startsWith(action) && JSON.stringify(entry).includes(search),
      );
      return answer(AuditPage, { items, nextCursor: null });
    },
    'GET /api/v1/admin/audit/actions': (_request, { house }) =>
      answer(AuditActionList, { actions: [...new Set(house.audit.map(({ action }) => action))] }),
  };
}
