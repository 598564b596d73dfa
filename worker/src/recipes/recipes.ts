import { bundledRecipe } from '../labs/bundled/steps.ts';
import { jupyterRecipe } from '../labs/jupyter/steps.ts';
import type { Recipe } from './recipe.ts';

/** Every recipe this worker knows, by the name that stands in the lab's record. */
const recipes: ReadonlyMap<string, Recipe> = new Map(
  [bundledRecipe, jupyterRecipe].map((recipe) => [recipe.name, recipe]),
);

export type FindRecipe = (name: string) => Recipe | null;

/** The recipe of that name, or null when this worker is too old to know it. */
export function findRecipe(name: string): Recipe | null {
  return recipes.get(name) ?? null;
}
