import { Trans } from '@lingui/react/macro';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

type LoadMoreProps = {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => unknown;
  };
};

/** The button under a cursor page; gone at the end. */
export function LoadMore({ query }: LoadMoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-4 space-y-2 text-center">
      {query.isFetchNextPageError ? (
        <Notice tone="bad">
          <Trans>The next rows could not be loaded.</Trans>
        </Notice>
      ) : null}
      <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        <Trans>Load more</Trans>
      </Button>
    </div>
  );
}
