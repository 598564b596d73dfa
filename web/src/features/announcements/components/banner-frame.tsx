import type { AnnouncementLevel } from '@coinslot/shared/http/announcements.ts';
import { Megaphone, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../../lib/class-names.ts';

type BannerFrameProps = { level: AnnouncementLevel; title: string; children: ReactNode };

/** A banner's look, for the banner itself and for the editor's preview. */
export function BannerFrame({ level, title, children }: BannerFrameProps) {
  const Icon = level === 'warning' ? TriangleAlert : Megaphone;
  return (
    <div
      className={classNames(
        'shadow-card mx-auto flex min-h-13 max-w-3xl flex-wrap items-center gap-x-3 rounded-xl border py-1.5 pr-1.5 pl-3.5',
        level === 'warning' ? 'border-bad bg-bad-wash text-bad' : 'border-busy bg-busy-wash text-busy',
      )}
    >
      <p className="flex min-w-0 flex-1 basis-56 items-center gap-3 font-semibold">
        <Icon aria-hidden className="size-5 shrink-0" />
        <span className="min-w-0 wrap-anywhere">{title}</span>
      </p>
      {/* On a phone below words that would be squeezed beside it. */}
      <div className="ml-auto flex min-h-10 items-center gap-3">{children}</div>
    </div>
  );
}
