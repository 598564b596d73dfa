import type { Announcement, BannerList } from '@coinslot/shared/http/announcements.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Button } from '../../../ui/button.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { useMe } from '../../accounts/api/get-me.ts';
import { dismissAnnouncement } from '../api/dismiss-announcement.ts';
import { bannersKey, useBanners } from '../api/list-banners.ts';
import { BannerFrame } from './banner-frame.tsx';
import { ConfirmEmailBanner } from './confirm-email-banner.tsx';
import { TermsBanner } from './terms-banner.tsx';

/**
 * What the house wants everybody to see, one after the other; each is taken away by its member. The text itself is on the
 * announcements' page.
 */
export function Banners() {
  const banners = useBanners();
  const me = useMe().data;
  const { pathname } = useLocation();
  // Where the announcement itself is read, its banner would only lie over it.
  const banner = pathname === paths.announcements ? undefined : banners.data?.items[0];
  if (!banner && !me?.termsChanged && !me?.emailConfirmationNeeded) return null;
  return (
    <div role="region" aria-label={t`Announcements`} className="px-3 pt-1 pb-2 *:pointer-events-auto">
      <First me={me} banner={banner} />
    </div>
  );
}

function First({ me, banner }: { me: Me | null | undefined; banner: Announcement | undefined }) {
  if (me?.emailConfirmationNeeded) return <ConfirmEmailBanner email={me.email} />;
  if (me?.termsChanged) return <TermsBanner revision={me.termsChanged.revision} />;
  return banner ? <Banner key={banner.id} banner={banner} /> : null;
}

function Banner({ banner }: { banner: Announcement }) {
  const client = useQueryClient();
  const readOnly = useReadOnly();
  const { id, title, level } = banner;
  const dismiss = useMutation({
    mutationFn: () => dismissAnnouncement(id),
    // Gone at once; when the broker did not hear of it, it is there again with the next page.
    onMutate: () =>
      client.setQueryData<BannerList>(bannersKey, (shown) => ({
        items: (shown?.items ?? []).filter((other) => other.id !== id),
      })),
    onError: () => client.invalidateQueries({ queryKey: bannersKey }),
  });
  return (
    <BannerFrame level={level} title={title}>
      <Link to={paths.announcements} className="shrink-0 text-sm font-semibold underline underline-offset-2">
        <Trans>Read</Trans>
        <span className="sr-only"> {title}</span>
      </Link>
      <Button
        look="quiet"
        size="icon"
        className="text-current! enabled:hover:bg-transparent!"
        aria-label={t`Take away: ${title}`}
        disabled={readOnly}
        onClick={() => dismiss.mutate()}
      >
        <X aria-hidden />
      </Button>
    </BannerFrame>
  );
}
