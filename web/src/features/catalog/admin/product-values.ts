import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { AdminProduct, ProductDraft } from '@coinslot/shared/http/admin-products.ts';
import type { Product } from '@coinslot/shared/http/products.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
import type { UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { toDraft } from './describe-product.ts';

/** A product as it is typed: an empty number is null until it is checked. */
export type ProductValues = z.input<typeof ProductDraft>;
export type ProductFormApi = UseFormReturn<ProductValues, unknown, ProductDraft>;

/** What the form shows of a product, or of a new one. */
export function toProductValues(product: AdminProduct | null, first: { poolId: string; labId: string }) {
  if (product) return toDraft(product) satisfies ProductValues;
  return {
    name: '',
    description: '',
    ...first,
    template: '',
    durationMinutes: 60,
    price: 10,
    attributes: { size: null, cpus: null, memoryMb: null, diskMb: null, gpu: null },
    onSale: false,
    refundsUnusedOnStop: false,
    stock: null,
    perMemberMax: null,
    extension: null,
    maxLifeMinutes: null,
    idleMinutes: null,
  } satisfies ProductValues;
}

/** What a lab's recipe can be asked for; everything, when this page does not know the recipe. */
export function labAbilities(lab: Lab | undefined): { extends: boolean; tellsActivity: boolean } {
  const known = RecipeName.safeParse(lab?.recipe);
  return known.success ? recipes[known.data] : { extends: true, tellsActivity: true };
}

/** The product as the shop would show it, with plain stand-ins for what is not typed yet. */
export function toPreview(values: Partial<ProductValues>, lab: Lab | undefined): Product {
  const { extension } = values;
  return {
    id: '00000000-0000-4000-8000-000000000000',
    revision: 1,
    name: values.name?.trim() || 'A name',
    description: values.description ?? '',
    price: whole(values.price, 0),
    listPrice: whole(values.price, 0),
    durationMinutes: whole(values.durationMinutes, 1),
    labName: lab?.name ?? 'A lab',
    attributes: previewAttributes(values.attributes),
    perMemberMax: number(values.perMemberMax),
    stockLeft: number(values.stock),
    extension: extension ? { minutes: whole(extension.minutes, 1), price: whole(extension.price, 0) } : null,
    maxLifeMinutes: number(values.maxLifeMinutes),
    idleMinutes: number(values.idleMinutes),
    refundsUnusedOnStop: values.refundsUnusedOnStop ?? false,
    wait: null,
    servedNow: true,
    resting: null,
    unavailable: null,
  };
}

function previewAttributes(typed: ProductValues['attributes'] | undefined): Product['attributes'] {
  const gpu = typed?.gpu;
  return {
    size: typed?.size ?? null,
    cpus: number(typed?.cpus),
    memoryMb: number(typed?.memoryMb),
    diskMb: number(typed?.diskMb),
    gpu: gpu
      ? { model: gpu.model || 'GPU', count: whole(gpu.count, 1), memoryMb: number(gpu.memoryMb) }
      : null,
  };
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function whole(value: unknown, least: number): number {
  return Math.max(least, Math.round(number(value) ?? least));
}
