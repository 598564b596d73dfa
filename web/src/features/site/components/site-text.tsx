import { Trans } from '@lingui/react/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import type { useTerms } from '../api/get-terms.ts';

type SiteTextProps = { page: ReturnType<typeof useTerms>; title: string };

/** A text of the house that everybody may read. */
export function SiteText({ page, title }: SiteTextProps) {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={title} />
      <QueryView query={page} loading={<SkeletonList rows={1} rowClassName="h-96" />}>
        {({ markdown, updatedAt }) => (
          <Card className="sm:p-8!">
            <Markdown text={markdown} />
            {updatedAt ? (
              <p className="text-soft mt-8 text-sm">
                <Trans>As of {formatDateTime(updatedAt)}</Trans>
              </p>
            ) : null}
          </Card>
        )}
      </QueryView>
    </div>
  );
}
