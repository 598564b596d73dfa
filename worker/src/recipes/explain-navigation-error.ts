import { TimeoutError } from 'puppeteer';
import { BrokenPageError } from '../browser/page/lab-page.ts';
import { RecipeError } from './recipe-error.ts';

/** Tells apart what went wrong while a page was loaded or clicked; an abort stays the abort it was. */
export function explainNavigationError(error: unknown, what: string, signal: AbortSignal): unknown {
  if (error instanceof RecipeError || error instanceof BrokenPageError) return error;
  if (signal.aborted) return signal.reason;
  const text = error instanceof Error ? error.message : '';
  if (error instanceof TimeoutError)
    return new RecipeError('page_timeout', `The lab took too long: ${what}.`, { cause: error });
  const network = /net::(ERR_\w+)/.exec(text)?.[1];
  if (network !== undefined)
    return new RecipeError('lab_unreachable', `The lab could not be reached (${network}): ${what}.`, {
      cause: error,
    });
  return error;
}
