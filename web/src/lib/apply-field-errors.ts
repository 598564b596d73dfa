import { ApiError, errorText } from './api-error.ts';

/**
 * Puts the server's remarks at the form's fields. Returns the sentence to show above the form: null when every remark
 * found its field.
 */
export function applyFieldErrors<Name extends string>(
  error: unknown,
  names: readonly Name[],
  setError: (name: Name, error: { message: string }) => void,
): string | null {
  const fields = error instanceof ApiError ? (error.problem?.fields ?? {}) : {};
  const remarks = Object.entries(fields);
  let placed = 0;
  for (const [field, message] of remarks) {
    const name = names.find((known) => known === field);
    if (!name) continue;
    setError(name, { message });
    placed += 1;
  }
  return placed > 0 && placed === remarks.length ? null : errorText(error);
}
