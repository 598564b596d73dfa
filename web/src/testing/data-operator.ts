import { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

export function aLab(changes: Partial<Lab> = {}): Lab {
  return Lab.parse({
    id: uuid(800),
    name: 'Bundled lab',
    driver: 'console',
    recipe: 'bundled',
    baseUrl: 'http://lab.localhost:8090',
    listLagMs: 60_000,
    tunnel: 'direct',
    tunnelPlace: 'worker',
    stealth: false,
    operatorWaitMinutes: 0,
    canaryEveryMinutes: null,
    canaryTemplate: null,
    revision: 1,
    permission: {
      kind: 'own_installation',
      note: 'Runs on this host, installed with Coinslot.',
      confirmedBy: 'Ada Moreno',
      confirmedAt: minutesFromNow(-8000),
    },
    disabled: null,
    breaker: null,
    seats: 3,
    seatsFree: 2,
    machines: 4,
    waiting: 1,
    products: 3,
    openSessions: 4,
    failingEnds: null,
    createdAt: minutesFromNow(-9000),
    ...changes,
  });
}

export function someLabs(): Lab[] {
  return [
    aLab(),
    aLab({
      id: uuid(801),
      name: 'University of the Northern Archipelago, classroom console',
      baseUrl: 'https://classroom-console.northern-archipelago.example.org/hub/home',
      permission: null,
      seats: 0,
      seatsFree: 0,
      machines: 0,
      waiting: 0,
      products: 0,
      openSessions: 0,
    }),
    aLab({
      id: uuid(802),
      name: 'Cellar rack',
      disabled: { at: minutesFromNow(-33), reason: 'The cooling failed', by: 'Ada Moreno' },
      breaker: {
        openedAt: minutesFromNow(-35),
        reason: 'The lab’s pages were too slow.',
        triesAgainAt: minutesFromNow(25),
      },
      machines: 2,
    }),
  ];
}

export function aSeat(changes: Partial<Seat> = {}): Seat {
  return Seat.parse({
    id: uuid(900),
    labId: uuid(800),
    username: 'coinslot-1',
    note: '',
    maxConcurrent: 2,
    maxUses: null,
    maxMinutes: null,
    cooldownMinutes: 0,
    timeZone: 'UTC',
    hours: [],
    revision: 1,
    secretChangedAt: minutesFromNow(-9000),
    inUse: 1,
    uses: 41,
    coolingUntil: null,
    disabled: null,
    breaker: null,
    hasCookies: true,
    state: 'free',
    machines: [{ id: uuid(202), name: 'bright-lynx', state: 'ready' }],
    createdAt: minutesFromNow(-9000),
    ...changes,
  });
}

export function someSeats(): Seat[] {
  const workdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 480, toMinute: 1080 }));
  return [
    aSeat(),
    aSeat({
      id: uuid(901),
      username: 'a.long.student.account@classroom.example.org',
      note: 'Lent by the autumn class until December.',
      state: 'out_of_hours',
      maxUses: 100,
      maxMinutes: 240,
      cooldownMinutes: 30,
      timeZone: 'Europe/Stockholm',
      hours: [...workdays, { weekday: 6, fromMinute: 600, toMinute: 1440 }],
      inUse: 0,
      machines: [],
    }),
    aSeat({
      id: uuid(902),
      username: 'coinslot-3',
      state: 'cooling',
      coolingUntil: minutesFromNow(12),
      machines: [],
      inUse: 0,
    }),
    aSeat({
      id: uuid(903),
      username: 'coinslot-4',
      state: 'disabled',
      disabled: { at: minutesFromNow(-60), reason: 'The lab refused the password.' },
      uses: 0,
      machines: [],
      inUse: 0,
    }),
  ];
}

export function anAdminProduct(changes: Partial<AdminProduct> = {}): AdminProduct {
  return AdminProduct.parse({
    id: uuid(100),
    name: 'Linux small',
    description: 'A quiet shell for an exercise or a build.',
    poolId: uuid(330),
    poolName: 'linux',
    labId: uuid(800),
    labName: 'Bundled lab',
    template: 'linux-small',
    durationMinutes: 60,
    price: 20,
    attributes: { size: 's', cpus: 1, memoryMb: 512, diskMb: 2048 },
    onSale: true,
    extension: { minutes: 30, price: 10 },
    maxLifeMinutes: 480,
    idleMinutes: 20,
    revision: 1,
    stockUsed: 0,
    activeMachines: 3,
    soldCount: 118,
    unavailable: null,
    archivedAt: null,
    createdAt: minutesFromNow(-9000),
    ...changes,
  });
}

export function someAdminProducts(): AdminProduct[] {
  return [
    anAdminProduct({
      id: uuid(101),
      name: 'GPU notebook',
      template: 'gpu-a4000',
      price: 400,
      durationMinutes: 120,
      stock: 4,
      stockUsed: 4,
      activeMachines: 4,
      unavailable: 'out_of_stock',
      attributes: {
        size: 'xl',
        cpus: 8,
        memoryMb: 32_768,
        diskMb: 102_400,
        gpu: { model: 'RTX A4000', count: 1, memoryMb: 16_384 },
      },
    }),
    anAdminProduct({
      id: uuid(102),
      name: 'Linux large, for compiling things that take the whole afternoon',
      template: 'linux-large',
      price: 95,
      durationMinutes: 240,
      unavailable: 'no_worker',
      soldCount: 12,
    }),
    anAdminProduct(),
    anAdminProduct({
      id: uuid(103),
      name: 'Sandbox',
      template: 'sandbox',
      price: 5,
      durationMinutes: 15,
      onSale: false,
      unavailable: 'off_sale',
      soldCount: 0,
      activeMachines: 0,
    }),
  ];
}
