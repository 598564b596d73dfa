import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { allRows } from '../lib/cursor-query.ts';
import { LoadMore } from './load-more.tsx';
import { QueryView } from './query-view.tsx';
import { RowCard } from './row-card.tsx';

type PagedRowsProps<Row> = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>;
  loading: ReactNode;
  /** Shown when there is no row. */
  empty: ReactNode;
  children: (row: Row) => ReactNode;
};

/** A list that comes page after page, in all its states. */
export function PagedRows<Row extends { id: string }>(props: PagedRowsProps<Row>) {
  const { query, loading, empty, children } = props;
  return (
    <QueryView
      query={query}
      loading={loading}
      empty={{ when: (data) => allRows(data).length === 0, show: empty }}
    >
      {(data) => (
        <>
          <RowCard rows={allRows(data)} keyOf={({ id }) => id}>
            {children}
          </RowCard>
          <LoadMore query={query} />
        </>
      )}
    </QueryView>
  );
}
