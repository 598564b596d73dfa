import { recipes as promised } from '@coinslot/shared/states/recipe.ts';
import { expect, test } from 'vitest';
import { findRecipe } from './recipes.ts';

test.each(Object.entries(promised))(
  'the recipe %s can do exactly what the contract says',
  (name, { extends: extendsTime, restarts, tellsActivity }) => {
    const recipe = findRecipe(name);
    expect({
      extends: recipe?.extend !== undefined && recipe.readEnd !== undefined,
      restarts: recipe?.restart !== undefined,
      tellsActivity: recipe?.readActivity !== undefined,
    }).toEqual({ extends: extendsTime, restarts, tellsActivity });
  },
);
