import { Me } from '@coinslot/shared/http/me.ts';
import { Product } from '@coinslot/shared/http/products.ts';
import { Transfer, Wallet } from '@coinslot/shared/http/wallet.ts';
import { Permission } from '@coinslot/shared/permissions.ts';

/** A fixed id, readable in a failure: `uuid(7)`. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

export function aWallet(changes: Partial<Wallet> = {}): Wallet {
  return Wallet.parse({
    availableEarned: 40,
    availableBought: 120,
    heldEarned: 15,
    heldBought: 5,
    frozen: 0,
    owed: 0,
    ...changes,
  });
}

export function aMember(changes: Partial<Me> = {}): Me {
  return Me.parse({
    id: uuid(1),
    name: 'Ada Moreno',
    email: 'ada@example.org',
    permissions: [],
    wallet: aWallet(),
    emailVerified: true,
    emailConfirmationNeeded: false,
    secondFactorNeeded: false,
    termsChanged: null,
    viewingAs: null,
    limits: { activeMachines: 1, activeMachinesMax: 2 },
    perks: { mayBuy: true, discountPercent: 0 },
    ...changes,
  });
}

export function anAdmin(): Me {
  return aMember({ permissions: [...Permission.options] });
}

export function aProduct(changes: Partial<Product> = {}): Product {
  return Product.parse({
    id: uuid(100),
    revision: 1,
    name: 'Linux small',
    description: 'A quiet shell for an exercise or a build.',
    price: 20,
    listPrice: 20,
    durationMinutes: 60,
    labName: 'Bundled lab',
    attributes: { size: 's', cpus: 1, memoryMb: 512, diskMb: 2048, gpu: null },
    perMemberMax: null,
    stockLeft: null,
    extension: { minutes: 30, price: 10 },
    maxLifeMinutes: 240,
    idleMinutes: null,
    wait: { fromSeconds: 20, toSeconds: 60, givesUpAfterSeconds: null },
    servedNow: true,
    resting: null,
    refundsUnusedOnStop: false,
    unavailable: null,
    ...changes,
  });
}

export function someProducts(): Product[] {
  return [
    aProduct(),
    aProduct({
      id: uuid(101),
      name: 'Linux large',
      description: 'Four cores for compiling, training a small model, or a whole cluster in one box.',
      price: 95,
      listPrice: 95,
      durationMinutes: 240,
      attributes: { size: 'l', cpus: 4, memoryMb: 8192, diskMb: 40_960, gpu: null },
      refundsUnusedOnStop: true,
    }),
    aProduct({
      id: uuid(102),
      name: 'Desktop',
      price: 400,
      listPrice: 400,
      durationMinutes: 90,
      attributes: { size: 'm', cpus: 2, memoryMb: 4096, diskMb: null, gpu: null },
    }),
    aProduct({
      id: uuid(103),
      name: 'Sandbox',
      price: 5,
      listPrice: 5,
      durationMinutes: 15,
      unavailable: 'out_of_stock',
      attributes: { size: 'xs', cpus: null, memoryMb: null, diskMb: null, gpu: null },
    }),
  ];
}

/** More than a few, so that the shop offers a filter. */
export function manyProducts(): Product[] {
  return [
    ...someProducts(),
    aProduct({
      id: uuid(104),
      name: 'GPU small',
      description: 'One graphics card for a first model.',
      price: 120,
      listPrice: 120,
      durationMinutes: 60,
      attributes: {
        size: 'm',
        cpus: 4,
        memoryMb: 16_384,
        diskMb: 65_536,
        gpu: { model: 'NVIDIA T4', count: 1, memoryMb: 16_384 },
      },
      stockLeft: 1,
      perMemberMax: 1,
      idleMinutes: 20,
      wait: { fromSeconds: 240, toSeconds: 840, givesUpAfterSeconds: null },
    }),
    aProduct({
      id: uuid(105),
      name: 'GPU large',
      description: 'Four of them, for the weekend of the course.',
      price: 900,
      listPrice: 900,
      durationMinutes: 240,
      attributes: {
        size: 'xl',
        cpus: 32,
        memoryMb: 131_072,
        diskMb: 512_000,
        gpu: { model: 'NVIDIA L40S', count: 4, memoryMb: 49_152 },
      },
      stockLeft: 3,
      extension: null,
      maxLifeMinutes: null,
      wait: null,
      servedNow: false,
      unavailable: 'no_worker',
    }),
  ];
}

let transferNumber = 0;

function aTransfer(changes: Partial<Transfer>): Transfer {
  transferNumber += 1;
  return Transfer.parse({
    id: String(transferNumber),
    at: minutesFromNow(-transferNumber * 47),
    kind: 'hold',
    class: 'earned',
    amount: 15,
    from: 'available',
    to: 'held',
    reason: null,
    chargeKind: 'purchase',
    machineId: uuid(200),
    productName: 'Linux small',
    campaignName: null,
    ...changes,
  });
}

export function someTransfers(): Transfer[] {
  return [
    aTransfer({}),
    aTransfer({ class: 'bought', amount: 5 }),
    aTransfer({ chargeKind: 'extension', amount: 5 }),
    aTransfer({
      kind: 'refund',
      from: 'sales',
      to: 'available',
      amount: 31,
      reason: 'The lab ended the machine early.',
    }),
    aTransfer({ kind: 'capture', from: 'held', to: 'sales', amount: 95, productName: 'Linux large' }),
    aTransfer({ kind: 'release', from: 'held', to: 'available', amount: 20 }),
    aTransfer({
      kind: 'admin_grant',
      from: 'issued',
      to: 'available',
      class: 'bought',
      amount: 100,
      chargeKind: null,
      machineId: null,
      productName: null,
      reason: 'Won the autumn quiz, with a reason long enough to need a second line on a phone',
    }),
    aTransfer({
      kind: 'admin_removal',
      from: 'available',
      to: 'issued',
      amount: 3,
      chargeKind: null,
      machineId: null,
      productName: null,
      reason: 'Granted twice',
    }),
    aTransfer({
      kind: 'campaign_grant',
      from: 'promo',
      to: 'available',
      amount: 50,
      chargeKind: null,
      machineId: null,
      productName: null,
      campaignName: 'Welcome coins',
    }),
  ];
}
