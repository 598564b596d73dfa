import { type Lab, LabDraft } from '@coinslot/shared/http/admin-labs.ts';
import { RecipeName } from '@coinslot/shared/states/recipe.ts';
import type { UseFormReturn } from 'react-hook-form';
import { z } from 'zod';

const { tunnel, tunnelPlace, stealth, operatorWaitMinutes, canaryEveryMinutes } = LabDraft.shape;

/** A lab as it is typed: the lag in seconds, an empty template for none. */
export const LabValues = LabDraft.omit({ listLagMs: true }).extend({
  listLagSeconds: z.number().min(0).max(600),
  tunnel: tunnel.unwrap(),
  tunnelPlace: tunnelPlace.unwrap(),
  stealth: stealth.unwrap(),
  operatorWaitMinutes: operatorWaitMinutes.unwrap(),
  canaryEveryMinutes: canaryEveryMinutes.unwrap(),
  canaryTemplate: z.string().trim().max(200),
});
export type LabValues = z.output<typeof LabValues>;
export type TypedLabValues = z.input<typeof LabValues>;
export type LabFormApi = UseFormReturn<TypedLabValues, unknown, LabValues>;

/** What the form shows of a lab, or of a new one. */
export function toLabValues(lab: Lab | null): TypedLabValues {
  return {
    name: lab?.name ?? '',
    recipe: RecipeName.catch('bundled').parse(lab?.recipe),
    baseUrl: lab?.baseUrl ?? '',
    listLagSeconds: (lab?.listLagMs ?? 60_000) / 1000,
    tunnel: lab?.tunnel ?? 'direct',
    tunnelPlace: lab?.tunnelPlace ?? 'worker',
    stealth: lab?.stealth ?? false,
    operatorWaitMinutes: lab?.operatorWaitMinutes ?? 0,
    canaryEveryMinutes: lab?.canaryEveryMinutes ?? null,
    canaryTemplate: lab?.canaryTemplate ?? '',
  };
}

export function toLabDraft({ listLagSeconds, canaryTemplate, ...rest }: LabValues): LabDraft {
  return {
    ...rest,
    listLagMs: Math.round(listLagSeconds * 1000),
    canaryTemplate: canaryTemplate === '' ? null : canaryTemplate,
  };
}
