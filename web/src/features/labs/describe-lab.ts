import type { Lab, PermissionKind } from '@coinslot/shared/http/admin-labs.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
import type { BadgeTone } from '../../ui/badge.tsx';

/** By what right a lab is automated, in words. */
export const permissionKinds = {
  own_installation: 'Our own installation',
  contract: 'A contract with the lab',
  written_consent: 'The lab’s written consent',
  official_api: 'The lab’s official API',
} as const satisfies Record<PermissionKind, string>;

/** Whether the lab sells now, and if not what is in the way: the first thing to mend. */
export function labHealth(lab: Lab): { label: string; tone: BadgeTone; words: string } {
  if (lab.disabled) {
    return { label: 'Switched off', tone: 'bad', words: `Switched off: ${lab.disabled.reason}` };
  }
  if (!lab.permission) {
    return { label: 'Not cleared', tone: 'coin', words: 'Nothing is sold without a permission record.' };
  }
  if (lab.breaker) {
    return { label: 'Breaker open', tone: 'bad', words: `It stopped by itself: ${lab.breaker.reason}` };
  }
  if (lab.seats === 0) {
    return { label: 'No seat', tone: 'coin', words: 'It has no seat yet, so nothing can be started.' };
  }
  if (lab.seatsFree === 0) {
    return {
      label: 'No seat free',
      tone: 'coin',
      words: 'New machines wait: its seats are busy, resting, disabled or outside their hours.',
    };
  }
  return { label: 'Open', tone: 'ok', words: 'It takes machines.' };
}

export function recipeTitle(recipe: string): string {
  const known = RecipeName.safeParse(recipe);
  return known.success ? recipes[known.data].title : recipe;
}
