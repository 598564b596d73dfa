import { randomUUID } from 'node:crypto';
import { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import {
  DisableLabRequest,
  DisableLabResponse,
  EditLabRequest,
  Lab,
  LabDraft,
  LabList,
  LabPermissionRequest,
  ReopenRequest,
} from '@coinslot/shared/http/admin-labs.ts';
import { EditPoolRequest, Pool, PoolDraft, PoolList } from '@coinslot/shared/http/admin-pools.ts';
import {
  AdminProduct,
  AdminProductList,
  EditProductRequest,
  ProductDraft,
  RevisionRequest,
} from '@coinslot/shared/http/admin-products.ts';
import {
  DisableSeatRequest,
  EditSeatRequest,
  Seat,
  SeatDraft,
  SeatList,
} from '@coinslot/shared/http/admin-seats.ts';
import { type FakeAnswer, type FakeRequest, answer, nothing, problem } from './answers.ts';
import { aPool } from './data-admin.ts';
import { minutesFromNow } from './data-catalog.ts';
import { aLab, aSeat, anAdminProduct } from './data-operator.ts';
import type { FakeRoute } from './routes.ts';

/** What operators run, with the broker's own refusal of changes that are based on an older revision. */
export function operatorRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/fleet': (_request, { operator }) => answer(FleetSnapshot, operator.fleet),
    ...poolRoutes(),
    ...labRoutes(),
    ...seatRoutes(),
    ...productRoutes(),
  };
}

type Kept = { id: string; revision: number };

/** The one that the path names (its fifth word), changed; or why not. */
function change<Item extends Kept>(
  items: Item[],
  { path }: FakeRequest,
  revision: number | null,
  act: (item: Item) => Partial<Item>,
): Item | FakeAnswer {
  const at = items.findIndex((item) => item.id === path.split('/')[5]);
  const item = items[at];
  if (!item) return problem('not_found');
  if (revision !== null && revision !== item.revision) return problem('edited_meanwhile');
  const changed = { ...item, ...act(item), revision: item.revision + 1 };
  items[at] = changed;
  return changed;
}

function isAnswer(value: object | string): value is FakeAnswer {
  return typeof value === 'string' || 'status' in value;
}

function poolRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/admin/pools': (_request, { operator }) => answer(PoolList, { items: operator.pools }),
    'POST /api/v1/admin/pools': ({ body }, { operator }) => {
      const pool = aPool({ ...PoolDraft.parse(body), id: randomUUID(), products: 0, workers: 0 });
      operator.pools.push(pool);
      return answer(Pool, pool, 201);
    },
    'PUT /api/v1/admin/pools/:id': (request, { operator }) => {
      const { revision, ...draft } = EditPoolRequest.parse(request.body);
      const pool = change(operator.pools, request, revision, () => draft);
      return isAnswer(pool) ? pool : answer(Pool, pool);
    },
    'DELETE /api/v1/admin/pools/:id': () =>
      problem('still_in_use', { detail: '4 workers and 3 products depend on it.' }),
  };
}

function labRoutes(): Record<string, FakeRoute> {
  const replyLab = (lab: Lab | FakeAnswer) => (isAnswer(lab) ? lab : answer(Lab, lab));
  return {
    'GET /api/v1/admin/labs': (_request, { operator }) => answer(LabList, { items: operator.labs }),
    'POST /api/v1/admin/labs': ({ body }, { operator }) => {
      const empty = { permission: null, seats: 0, seatsFree: 0, machines: 0, waiting: 0, products: 0 };
      const lab = aLab({ ...LabDraft.parse(body), ...empty, openSessions: 0, id: randomUUID() });
      operator.labs.push(lab);
      return answer(Lab, lab, 201);
    },
    'GET /api/v1/admin/labs/:id': ({ path }, { operator }) => {
      const lab = operator.labs.find(({ id }) => id === path.split('/')[5]);
      return lab ? answer(Lab, lab) : problem('not_found');
    },
    'PUT /api/v1/admin/labs/:id': (request, { operator }) => {
      const { revision, ...draft } = EditLabRequest.parse(request.body);
      return replyLab(change(operator.labs, request, revision, () => draft));
    },
    'DELETE /api/v1/admin/labs/:id': () => problem('still_in_use', { detail: 'It has 3 seats.' }),
    'PUT /api/v1/admin/labs/:id/permission': (request, { operator, me }) => {
      const { revision, permission } = LabPermissionRequest.parse(request.body);
      const confirmed = { confirmedBy: me?.name ?? '', confirmedAt: minutesFromNow(0) };
      const record = () => ({ permission: permission && { ...permission, ...confirmed } });
      return replyLab(change(operator.labs, request, revision, record));
    },
    'POST /api/v1/admin/labs/:id/disable': (request, { operator, me }) => {
      const { reason, endMachines } = DisableLabRequest.parse(request.body);
      const lab = change(operator.labs, request, null, () => ({
        disabled: { at: minutesFromNow(0), reason, by: me?.name ?? null },
      }));
      if (isAnswer(lab)) return lab;
      const endedMachines = endMachines ? lab.machines + lab.waiting : 0;
      return answer(DisableLabResponse, { lab, endedMachines });
    },
    'POST /api/v1/admin/labs/:id/reopen': (request, { operator }) => {
      ReopenRequest.parse(request.body);
      return replyLab(change(operator.labs, request, null, () => ({ disabled: null, breaker: null })));
    },
  };
}

function seatRoutes(): Record<string, FakeRoute> {
  const replySeat = (seat: Seat | FakeAnswer) => (isAnswer(seat) ? seat : answer(Seat, seat));
  return {
    'GET /api/v1/admin/labs/:id/seats': ({ path }, { operator }) =>
      answer(SeatList, { items: operator.seats.filter(({ labId }) => labId === path.split('/')[5]) }),
    'POST /api/v1/admin/labs/:id/seats': ({ path, body }, { operator }) => {
      const { password: _never, ...terms } = SeatDraft.parse(body);
      const labId = path.split('/')[5] ?? '';
      const seat = aSeat({ ...terms, labId, id: randomUUID(), uses: 0, inUse: 0, machines: [] });
      operator.seats.push(seat);
      operator.labs = operator.labs.map((lab) =>
        lab.id === labId ? { ...lab, seats: lab.seats + 1, seatsFree: lab.seatsFree + 1 } : lab,
      );
      return answer(Seat, seat, 201);
    },
    'PUT /api/v1/admin/seats/:id': (request, { operator }) => {
      const { revision, password, ...terms } = EditSeatRequest.parse(request.body);
      const secret = password === undefined ? {} : { secretChangedAt: minutesFromNow(0) };
      return replySeat(change(operator.seats, request, revision, () => ({ ...terms, ...secret })));
    },
    'POST /api/v1/admin/seats/:id/disable': (request, { operator }) => {
      const { reason } = DisableSeatRequest.parse(request.body);
      const disabled = { at: minutesFromNow(0), reason };
      return replySeat(change(operator.seats, request, null, () => ({ disabled, state: 'disabled' })));
    },
    'POST /api/v1/admin/seats/:id/reopen': (request, { operator }) => {
      ReopenRequest.parse(request.body);
      return replySeat(change(operator.seats, request, null, () => ({ disabled: null, state: 'free' })));
    },
    'DELETE /api/v1/admin/seats/:id': ({ path }, { operator }) => {
      operator.seats = operator.seats.filter(({ id }) => id !== path.split('/')[5]);
      return nothing;
    },
  };
}

function productRoutes(): Record<string, FakeRoute> {
  const reply = (product: AdminProduct | FakeAnswer) =>
    isAnswer(product) ? product : answer(AdminProduct, product);
  return {
    'GET /api/v1/admin/products': ({ query }, { operator }) =>
      answer(AdminProductList, {
        items: operator.products.filter(
          ({ archivedAt }) => (archivedAt !== null) === (query.get('archived') === 'true'),
        ),
      }),
    'POST /api/v1/admin/products': ({ body }, { operator }) => {
      const draft = ProductDraft.parse(body);
      const names = {
        poolName: operator.pools.find(({ id }) => id === draft.poolId)?.name ?? '',
        labName: operator.labs.find(({ id }) => id === draft.labId)?.name ?? '',
      };
      const product = anAdminProduct({
        ...draft,
        ...names,
        id: randomUUID(),
        soldCount: 0,
        activeMachines: 0,
      });
      operator.products.push(product);
      return answer(AdminProduct, product, 201);
    },
    'PUT /api/v1/admin/products/:id': (request, { operator }) => {
      const { revision, ...draft } = EditProductRequest.parse(request.body);
      const unavailable = draft.onSale ? null : 'off_sale';
      return reply(change(operator.products, request, revision, () => ({ ...draft, unavailable })));
    },
    'POST /api/v1/admin/products/:id/archive': (request, { operator }) => {
      const { revision } = RevisionRequest.parse(request.body);
      const archivedAt = minutesFromNow(0);
      return reply(change(operator.products, request, revision, () => ({ archivedAt, onSale: false })));
    },
    'POST /api/v1/admin/products/:id/restore': (request, { operator }) => {
      const { revision } = RevisionRequest.parse(request.body);
      return reply(change(operator.products, request, revision, () => ({ archivedAt: null })));
    },
    'DELETE /api/v1/admin/products/:id': ({ path }, { operator }) => {
      operator.products = operator.products.filter(({ id }) => id !== path.split('/')[5]);
      return nothing;
    },
  };
}
