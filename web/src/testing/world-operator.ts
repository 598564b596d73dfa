import type { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import type { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import { aPool } from './data-admin.ts';
import { aLiveView, someCanaries } from './data-care.ts';
import { aFleet } from './data-fleet.ts';
import { anAdminMachine } from './data-machines.ts';
import { someAdminProducts, someLabs, someSeats } from './data-operator.ts';

/** What the stand-in knows of what operators run; acts change it as the broker would. */
export type OperatorWorld = {
  fleet: FleetSnapshot;
  pools: Pool[];
  labs: Lab[];
  seats: Seat[];
  products: AdminProduct[];
  canaries: Canary[];
  /** Of every machine. */
  liveView: LiveViewState;
  /** The one that every machine page of admins shows. */
  machine: AdminMachine;
};

export function createOperatorWorld(): OperatorWorld {
  return {
    fleet: aFleet(),
    pools: [
      aPool(),
      aPool({
        id: '00000000-0000-4000-8000-000000000331',
        name: 'desktop',
        description: '',
        labels: ['desktop', 'gpu'],
        workers: 2,
        workersUp: 0,
        slots: 0,
        used: 0,
        waiting: 0,
        products: 1,
      }),
    ],
    labs: someLabs(),
    seats: someSeats(),
    products: someAdminProducts(),
    canaries: someCanaries(),
    liveView: aLiveView(),
    machine: anAdminMachine(),
  };
}
