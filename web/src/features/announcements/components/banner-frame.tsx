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
        'shadow-card mx-auto flex min-h-13 max-w-3xl items-center gap-3 rounded-xl border py-1.5 pr-1.5 pl-3.5',
        level === 'warning' ? 'border-bad bg-bad-wash text-bad' : 'border-busy bg-busy-wash text-busy',
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 font-semibold break-words">{title}</p>
      {children}
    </div>
  );
}
