import { type Lab, LabDraft } from '@coinslot/shared/http/admin-labs.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
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
  if (lab === null) return newLab;
  const { recipe, listLagMs, canaryTemplate: template, ...kept } = lab;
  return {
    name: kept.name,
    recipe: RecipeName.catch('bundled').parse(recipe),
    baseUrl: kept.baseUrl,
    listLagSeconds: listLagMs / 1000,
    tunnel: kept.tunnel,
    tunnelPlace: kept.tunnelPlace,
    stealth: kept.stealth,
    operatorWaitMinutes: kept.operatorWaitMinutes,
    canaryEveryMinutes: kept.canaryEveryMinutes,
    canaryTemplate: template ?? '',
  };
}

const newLab: TypedLabValues = {
  name: '',
  recipe: 'bundled',
  baseUrl: '',
  listLagSeconds: 60,
  tunnel: 'direct',
  tunnelPlace: 'worker',
  stealth: false,
  operatorWaitMinutes: 0,
  canaryEveryMinutes: null,
  canaryTemplate: '',
};

export function toLabDraft({ listLagSeconds, canaryTemplate, ...rest }: LabValues): LabDraft {
  return {
    ...rest,
    tunnelPlace: mayRunInMachine(rest) ? rest.tunnelPlace : 'worker',
    listLagMs: Math.round(listLagSeconds * 1000),
    canaryTemplate: canaryTemplate === '' ? null : canaryTemplate,
  };
}

/** Quick tunnels run beside the worker, always; a machine without a way out runs none. */
export function mayRunInMachine({ recipe, tunnel }: Pick<TypedLabValues, 'recipe' | 'tunnel'>): boolean {
  return tunnel === 'cloudflared' && recipes[recipe].runsTunnel;
}
