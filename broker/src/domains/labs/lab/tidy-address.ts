import type { RecipeName } from '@coinslot/shared/states/recipe.ts';

/** Pages of a hub, and of a server with a token: what stands in the browser's bar when somebody copies the address there. */
const jupyterPages = /\/(?:(?:hub|user|login|logout)(?:\/.*)?|(?:lab|tree|notebooks)(?:\/.+)?)$/;

/**
 * Where a lab of this kind begins, of an address copied from one of its pages: the recipe looks for all pages below it, so a hub's has
 * its prefix with a slash at the end, and neither a page nor a question. Other kinds keep what was written.
 */
export function tidyAddress(recipe: RecipeName, baseUrl: string): string {
  if (recipe !== 'jupyter') return baseUrl;
  const { origin, pathname } = new URL(baseUrl);
  // The first page's name counts: below /user/ada stands /lab.
  let prefix = pathname;
  while (jupyterPages.test(prefix)) prefix = prefix.replace(jupyterPages, '');
  prefix = prefix.replace(/\/+$/, '');
  return prefix === '' ? origin : `${origin}${prefix}/`;
}
