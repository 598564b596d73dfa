import { sayContract } from '../words/say.ts';
import { ApiError, errorText } from './api-error.ts';

/**
 * Puts the server's remarks at the form's fields. A remark's name is a JSON pointer (`/extension/minutes`) or a dotted
 * path; one about a part of a field (`/hours/2`) goes to the field. Returns the sentence to show above the form: null
 * when every remark found its field.
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
    const name = findField(field.replace(/^\//, '').replaceAll('/', '.'), names);
    if (!name) continue;
    setError(name, { message: sayContract(message) });
    placed += 1;
  }
  return placed > 0 && placed === remarks.length ? null : errorText(error);
}

function findField<Name extends string>(path: string, names: readonly Name[]): Name | undefined {
  const fitting = names.filter((name) => path === name || path.startsWith(`${name}.`));
  return fitting.toSorted((one, other) => other.length - one.length)[0];
}
