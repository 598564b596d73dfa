import type { BrokerApp } from './broker-app.ts';
import { fail } from './errors.ts';

/** Refuses U+0000 and halves of characters in every text of a request, by the field's name: Postgres cannot store them. */
export function refuseNul(app: BrokerApp): void {
  app.addHook('preValidation', async (request) => {
    // The dashboard's files look after their own names.
    const params = request.routeOptions.url === '/*' ? undefined : request.params;
    for (const part of [request.body, request.query, params]) {
      const at = findNul(part);
      if (at !== undefined) {
        throw fail('invalid_request', {
          fields: { [at === '' ? '/' : at]: 'must not hold the character U+0000 or half of one' },
        });
      }
    }
  });
}

/** The JSON pointer of the first text (or name of a field) that cannot be stored. */
function findNul(value: unknown): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (!isStorable(name)) return '';
    const at = findNul(inner);
    if (at !== undefined) return `/${name}${at}`;
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
