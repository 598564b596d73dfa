import type { Announcement } from '@coinslot/shared/http/announcements.ts';
import { Trans } from '@lingui/react/macro';
import { Pin, TriangleAlert } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Moment } from '../../../ui/moment.tsx';

type AnnouncementCardProps = {
  announcement: Pick<Announcement, 'title' | 'markdown' | 'level' | 'pinned' | 'publishedAt'>;
  /** Not read until now. */
  isNew?: boolean;
};

/** An announcement as members read it; the editor's preview shows it with the same. */
export function AnnouncementCard({ announcement, isNew = false }: AnnouncementCardProps) {
  const { title, markdown, level, pinned, publishedAt } = announcement;
  return (
    <Card className="sm:p-6!">
      <header className="mb-3">
        <h2 className="text-xl font-bold break-words">{title}</h2>
        <p className="text-soft mt-1 flex flex-wrap items-center gap-2 text-sm">
          <Moment at={publishedAt} />
          {level === 'warning' ? (
            <Badge tone="bad">
              <TriangleAlert aria-hidden /> <Trans>Warning</Trans>
            </Badge>
          ) : null}
          {pinned ? (
            <Badge>
              <Pin aria-hidden /> <Trans>Pinned</Trans>
            </Badge>
          ) : null}
          {isNew ? (
            <Badge tone="coin">
              <Trans>New</Trans>
            </Badge>
          ) : null}
        </p>
      </header>
      <Markdown text={markdown} />
    </Card>
  );
}
