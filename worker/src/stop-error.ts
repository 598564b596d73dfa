/** The worker cannot go on and trying again would not help. The message is for the operator and says what to do. */
export class StopError extends Error {
  override name = 'StopError';
}
