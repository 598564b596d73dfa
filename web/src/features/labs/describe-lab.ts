import type { Lab, PermissionKind } from '@coinslot/shared/http/admin-labs.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import { formatDateTime } from '../../lib/format.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { sayContract } from '../../words/say.ts';

/** By what right a lab is automated, in words. */
export const permissionKinds = {
  own_installation: msg`Our own installation`,
  contract: msg`A contract with the lab`,
  written_consent: msg`The lab’s written consent`,
  official_api: msg`The lab’s official API`,
} satisfies Record<PermissionKind, MessageDescriptor>;

/** Whether the lab sells now, and if not what is in the way: the first thing to mend. */
export function labHealth(lab: Lab): { label: string; tone: BadgeTone; words: string } {
  if (lab.disabled) {
    return { label: t`Switched off`, tone: 'bad', words: t`Switched off: ${lab.disabled.reason}` };
  }
  if (!lab.permission) {
    return { label: t`Not cleared`, tone: 'coin', words: t`Nothing is sold without a permission record.` };
  }
  if (lab.breaker) {
    return {
      label: t`Breaker open`,
      tone: 'bad',
      words: t`It stopped by itself: ${sayContract(lab.breaker.reason)}`,
    };
  }
  if (lab.failingEnds) {
    return {
      label: t`Sessions do not end`,
      tone: 'bad',
      words: describeFailingEnds(lab.failingEnds),
    };
  }
  if (lab.seats === 0) {
    return { label: t`No seat`, tone: 'coin', words: t`It has no seat yet, so nothing can be started.` };
  }
  if (lab.seatsFree === 0) {
    return {
      label: t`No seat free`,
      tone: 'coin',
      words: t`New machines wait: its seats are busy, resting, disabled or outside their hours.`,
    };
  }
  // The one word both invites and describes; other languages need to know which.
  return {
    label: t({ message: 'Open', context: 'state of a lab' }),
    tone: 'ok',
    words: t`It takes machines.`,
  };
}

function describeFailingEnds({ count, since, failure }: NonNullable<Lab['failingEnds']>): string {
  const sessions = plural(count, { one: '# session', other: '# sessions' });
  const reason = sayContract(provisionFailures[failure].text);
  return t`Since ${formatDateTime(since)} ${sessions} cannot be ended there: ${reason} It is tried again and again. The seat is taken until then.`;
}

export function recipeTitle(recipe: string): string {
  const known = RecipeName.safeParse(recipe);
  return known.success ? sayContract(recipes[known.data].title) : recipe;
}
