import { RecipeName, recipes } from '@coinslot/shared/states/recipe.ts';

type Ability = 'extends' | 'restarts' | 'tellsActivity' | 'memberCanEnd';

/** What a lab with this recipe can be asked for. One whose recipe this build does not know is asked for nothing more than start and end. */
export function recipeCan(recipe: string, what: Ability): boolean {
  const known = RecipeName.safeParse(recipe);
  return known.success && recipes[known.data][what];
}

/** What names a session in this lab's list for sure. Of a recipe that this build does not know both must agree. */
export function namedBy(recipe: string): 'label' | 'ref' {
  const known = RecipeName.safeParse(recipe);
  return known.success ? recipes[known.data].namedBy : 'ref';
}
