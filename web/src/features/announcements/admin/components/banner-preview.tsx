import type { AnnouncementLevel } from '@coinslot/shared/http/announcements.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { BannerFrame } from '../../components/banner-frame.tsx';

/** The banner as members will see it; nothing in it can be pressed. */
export function BannerPreview({ title, level }: { title: string; level: AnnouncementLevel }) {
  return (
    <div role="group" aria-label={t`Preview of the banner`}>
      <BannerFrame level={level} title={title.trim() === '' ? t`Title` : title}>
        <span className="shrink-0 pr-3 text-sm font-semibold underline underline-offset-2">
          <Trans>Read</Trans>
        </span>
      </BannerFrame>
    </div>
  );
}
