/**
 * An error whose message is written for the person at the terminal: it is shown without a stack.
 *
 * @param {string} message
 */
export function plainError(message) {
  return Object.assign(new Error(message), { isPlain: true });
}
