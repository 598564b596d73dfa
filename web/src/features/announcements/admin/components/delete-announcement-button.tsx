import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../../app/paths.ts';
import { ConfirmButton } from '../../../../ui/confirm-button.tsx';
import { deleteAnnouncement } from '../api/delete-announcement.ts';
import { adminAnnouncementsKey } from '../api/list-admin-announcements.ts';

export function DeleteAnnouncementButton({ announcement }: { announcement: AdminAnnouncement }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, title } = announcement;
  return (
    <ConfirmButton
      words={<Trans>Delete</Trans>}
      label={t`Delete ${title}`}
      title={t`Delete ${title}?`}
      description={t`Members can no longer read it, and its notifications go too. To keep it, give it an end instead.`}
      act={t`Delete it`}
      keep={t`Keep it`}
      send={() => deleteAnnouncement(id)}
      onDone={() => {
        toast.success(t`The announcement is deleted.`);
        client.removeQueries({ queryKey: [...adminAnnouncementsKey, id] });
        void client.invalidateQueries({ queryKey: adminAnnouncementsKey });
        void navigate(paths.adminAnnouncements);
      }}
    />
  );
}
