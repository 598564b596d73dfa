import { AdjustWalletRequest, AdjustWalletResponse } from '@coinslot/shared/http/admin-users.ts';
import {
  CreateEnrolmentTokenRequest,
  DrainWorkerRequest,
  EditWorkerRequest,
  EnrolmentToken,
  RevokeWorkerRequest,
} from '@coinslot/shared/http/admin-workers.ts';
import {
  AdminMachine,
  AdminMachinePage,
  AdminStopMachineRequest,
  AutoExtendRequest,
  BuyMachineRequest,
  EndpointList,
  Evidence,
  Machine,
  MachineEventPage,
  MachineHealthHistory,
  MachineLogPage,
  MachinePage,
} from '@coinslot/shared/http/machines.ts';
import { Me } from '@coinslot/shared/http/me.ts';
import { type Product, ProductList } from '@coinslot/shared/http/products.ts';
import { TransferPage, Wallet } from '@coinslot/shared/http/wallet.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { type FakeAnswer, type FakeRequest, answer, nothing, problem } from './answers.ts';
import { aWallet, minutesFromNow, someProducts, someTransfers } from './data-catalog.ts';
import {
  aMachine,
  anEvidence,
  askForTime,
  beginRestart,
  someAdminRows,
  someChecks,
  someEvents,
  someLog,
} from './data-machines.ts';
import { anEndpoint } from './data-ways-in.ts';
import { accountRoutes } from './routes-account.ts';
import { careRoutes } from './routes-care.ts';
import { houseAdminRoutes } from './routes-house.ts';
import { type IncidentWorld, createIncidentWorld, incidentRoutes } from './routes-incidents.ts';
import { messageRoutes } from './routes-messages.ts';
import { operatorRoutes } from './routes-operator.ts';
import { type AccountWorld, createAccountWorld } from './world-account.ts';
import { type HouseWorld, createHouseWorld } from './world-house.ts';
import { createOperatorWorld, type OperatorWorld } from './world-operator.ts';

/** What the stand-in knows; tests change it at any time. */
export type World = {
  me: Me | null;
  setupNeeded: boolean;
  machines: Machine[];
  /** The member's own account. */
  own: AccountWorld;
  operator: OperatorWorld;
  /** What admins of the house keep. */
  house: HouseWorld;
  incidents: IncidentWorld;
  products: Product[];
  /** Refuses every purchase until somebody has left the queue. */
  queueFull: boolean;
};

export type FakeRoute = (request: FakeRequest, world: World) => FakeAnswer | Promise<FakeAnswer>;

export function createWorld(): World {
  return {
    me: null,
    setupNeeded: false,
    machines: [],
    products: someProducts(),
    queueFull: false,
    own: createAccountWorld(),
    operator: createOperatorWorld(),
    house: createHouseWorld(),
    incidents: createIncidentWorld(),
  };
}

/** Every route of the API the dashboard uses, with a plain answer. The last part that begins with `:` is any one word. */
export function defaultRoutes(): Record<string, FakeRoute> {
  return {
    ...accountRoutes(),
    ...messageRoutes(),
    ...memberRoutes(),
    ...adminRoutes(),
    ...operatorRoutes(),
    ...houseAdminRoutes(),
    ...careRoutes(),
    ...incidentRoutes(),
  };
}

function memberRoutes(): Record<string, FakeRoute> {
  const find = (world: World, request: FakeRequest) =>
    world.machines.find((machine) => machine.id === request.path.split('/')[4]);
  /** Changes the machine for good, as its owner's act does, and answers it. */
  const change = (world: World, request: FakeRequest, how: (machine: Machine) => Machine) => {
    const machine = find(world, request);
    if (!machine) return problem('not_found');
    const changed = how(machine);
    world.machines = world.machines.map((each) => (each.id === machine.id ? changed : each));
    return answer(Machine, changed, 202);
  };
  return {
    'GET /api/v1/me': (_request, { me }) => (me ? answer(Me, me) : problem('unauthenticated')),
    'GET /api/v1/products': (_request, world) => answer(ProductList, { items: world.products }),
    'GET /api/v1/wallet': (_request, world) => answer(Wallet, world.me?.wallet ?? aWallet()),
    'GET /api/v1/wallet/transfers': ({ query }) =>
      answer(TransferPage, { items: someTransfers(), nextCursor: query.has('cursor') ? null : 'next' }),
    'GET /api/v1/machines': ({ query }, world) => {
      const ended = query.get('state') === 'ended';
      const items = world.machines.filter((machine) => isFinalMachineState(machine.state) === ended);
      return answer(MachinePage, { items, nextCursor: null });
    },
    'POST /api/v1/machines': ({ body }, world) => {
      const { productId, revision, price } = BuyMachineRequest.parse(body);
      const product = world.products.find(({ id }) => id === productId);
      if (product && (product.revision !== revision || product.price !== price)) {
        return problem('product_changed');
      }
      if (world.queueFull) return problem('queue_full', { retryAfterSeconds: 3 });
      const machine = aMachine();
      world.machines.push(machine);
      return answer(Machine, machine, 202);
    },
    'GET /api/v1/machines/:id': (request, world) => {
      const machine = find(world, request);
      return machine ? answer(Machine, machine) : problem('not_found');
    },
    'GET /api/v1/machines/:id/health': () => answer(MachineHealthHistory, { items: someChecks() }),
    'POST /api/v1/machines/:id/extend': (request, world) => change(world, request, askForTime),
    'POST /api/v1/machines/:id/restart': (request, world) => change(world, request, beginRestart),
    'PUT /api/v1/machines/:id/auto-extend': (request, world) => {
      const { enabled } = AutoExtendRequest.parse(request.body);
      return change(world, request, (machine) => ({ ...machine, autoExtend: enabled }));
    },
    'GET /api/v1/machines/:id/endpoints': () => answer(EndpointList, { items: [anEndpoint()] }),
    'GET /api/v1/machines/:id/events': () => answer(MachineEventPage, { items: someEvents() }),
    'GET /api/v1/machines/:id/logs': () =>
      answer(MachineLogPage, { items: someLog(), next: '1.60', capped: false }),
  };
}

function adminRoutes(): Record<string, FakeRoute> {
  return {
    'POST /api/v1/admin/workers/enrolment-tokens': ({ body }) => {
      const { name } = CreateEnrolmentTokenRequest.parse(body);
      const token = 'not-a-real-token-only-for-tests';
      const command = `npm run coinslot -- worker enrol --name ${name} --broker http://127.0.0.1:8080 --token ${token}`;
      return answer(
        EnrolmentToken,
        { token, secretAlreadyShown: false, expiresAt: minutesFromNow(15), command },
        201,
      );
    },
    'PUT /api/v1/admin/workers/:id': ({ body }) => (EditWorkerRequest.parse(body), nothing),
    'POST /api/v1/admin/workers/:id/drain': ({ body }) => (DrainWorkerRequest.parse(body), nothing),
    'POST /api/v1/admin/workers/:id/revoke': ({ body }) => (RevokeWorkerRequest.parse(body), nothing),
    'POST /api/v1/admin/workers/:id/resume': () => nothing,
    'GET /api/v1/admin/machines': () =>
      answer(AdminMachinePage, { items: someAdminRows(), nextCursor: null }),
    'GET /api/v1/admin/machines/:id': (_request, { operator }) => answer(AdminMachine, operator.machine),
    'GET /api/v1/admin/machines/:id/events': () => answer(MachineEventPage, { items: someEvents() }),
    'GET /api/v1/admin/machines/:id/health': () => answer(MachineHealthHistory, { items: someChecks() }),
    'GET /api/v1/admin/machines/:id/logs': () =>
      answer(MachineLogPage, { items: someLog(), next: '1.60', capped: false }),
    'POST /api/v1/admin/machines/:id/stop': ({ body }) => (AdminStopMachineRequest.parse(body), nothing),
    'GET /api/v1/admin/evidence/:id': () => answer(Evidence, anEvidence()),
    'POST /api/v1/admin/wallets/:id/adjustments': ({ body }) => {
      const { coins } = AdjustWalletRequest.parse(body);
      return answer(AdjustWalletResponse, { wallet: aWallet({ availableEarned: 40 + coins }) });
    },
  };
}
