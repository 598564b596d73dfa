import type { ReactNode } from 'react';
import { ErrorState, StaleNote } from './list-states.tsx';

/** The part of a TanStack query that deciding what to show needs. */
type Loadable<Data> = {
  data: Data | undefined;
  error: unknown;
  dataUpdatedAt: number;
  refetch: () => unknown;
};

type QueryViewProps<Data> = {
  query: Loadable<Data>;
  loading: ReactNode;
  /** Shown instead of the rows when it says so. */
  empty?: { when: (data: Data) => boolean; show: ReactNode };
  children: (data: Data) => ReactNode;
};

/** The four states every list has: loading, error with a retry, empty, and rows (with a note when they are old). */
export function QueryView<Data>({ query, loading, empty, children }: QueryViewProps<Data>) {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.error ? <ErrorState error={query.error} onRetry={retry} /> : loading;
  }
  const stale = query.error ? (
    <StaleNote error={query.error} updatedAtMs={query.dataUpdatedAt} onRetry={retry} />
  ) : null;
  return (
    <>
      {stale}
      {empty?.when(query.data) ? empty.show : children(query.data)}
    </>
  );
}
