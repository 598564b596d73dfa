import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';

/** A failure told apart: its code from the closed list, and a sentence for the admin (never with a secret). */
export class RecipeError extends Error {
  override name = 'RecipeError';
  readonly failure: ProvisionFailure;

  constructor(failure: ProvisionFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
