import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { BlockedPageError, BrokenPageError } from '../browser/page/lab-page.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import { StopError } from '../stop-error.ts';

/** What a step failed with when nothing more is known than that its time ran out. */
const timeoutFailures = {
  sign_in: 'page_timeout',
  start_lab: 'page_timeout',
  wait_for_lab: 'lab_start_timeout',
  open_shell: 'shell_failed',
  bootstrap: 'bootstrap_failed',
  open_tunnel: 'tunnel_failed',
  verify: 'verify_failed',
} as const satisfies Record<ProvisionStep, ProvisionFailure>;

export type ToldFailure = { failure: ProvisionFailure; message: string };

/** Any error, as one code of the closed list and a sentence for the admin. */
export function tellFailure(error: unknown, step: ProvisionStep | null): ToldFailure {
  if (error instanceof RecipeError) return { failure: error.failure, message: error.message };
  if (error instanceof BlockedPageError) return { failure: 'page_blocked', message: error.message };
  if (error instanceof BrokenPageError) return { failure: 'browser_failed', message: error.message };
  if (error instanceof StopError) return { failure: 'browser_failed', message: error.message };
  if (error instanceof Error && error.name === 'TimeoutError')
    return {
      failure: step === null ? 'page_timeout' : timeoutFailures[step],
      message: `The step ${step ?? ''} took too long.`,
    };
  const text = error instanceof Error ? error.message : String(error);
  // Whatever puppeteer says after the browser is gone: "Target closed", "Session closed", "Connection closed".
  const isBrowser = /target closed|session closed|connection closed|browser|protocol error/i.test(text);
  return { failure: isBrowser ? 'browser_failed' : 'internal', message: text.slice(0, 500) };
}
