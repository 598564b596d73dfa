import { withQuery } from '../../lib/cursor-query.ts';
import { readMoment } from '../../lib/local-time.ts';

const names = ['search', 'action', 'actor', 'targetKind', 'target', 'from', 'to'] as const;
type Name = (typeof names)[number];

/** What lines are wanted; an empty word asks for nothing. Times as the broker takes them. */
export type AuditChoice = Record<Name, string>;

/** The choice that a page's address holds. */
export function readAuditChoice(query: URLSearchParams): AuditChoice {
  const read = (name: Name) => (query.get(name) ?? '').slice(0, 200);
  const moment = (name: 'from' | 'to') => readMoment(query.get(name) ?? '') ?? '';
  return {
    search: read('search'),
    action: read('action'),
    actor: read('actor'),
    targetKind: read('targetKind'),
    target: read('target'),
    from: moment('from'),
    to: moment('to'),
  };
}

/** The same as a page's address. */
export function writeAuditChoice(choice: AuditChoice): Record<string, string> {
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== ''));
}

/** Where all lines of a choice can be downloaded. */
export function auditExportPath(choice: AuditChoice): string {
  return withQuery('/api/v1/admin/audit/export', choice);
}
