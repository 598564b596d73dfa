import type { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../../app/paths.ts';
import { fieldWords } from '../../../../lib/field-words.ts';
import { useSave } from '../../../../lib/use-save.ts';
import { Field } from '../../../../ui/field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../../ui/leave-guard.tsx';
import { SaveNotices } from '../../../../ui/save-notices.tsx';
import { SaveOrCancel } from '../../../../ui/save-or-cancel.tsx';
import { AnnouncementValues, type TypedAnnouncement, typeAnnouncement } from '../announcement-values.ts';
import { adminAnnouncementsKey } from '../api/list-admin-announcements.ts';
import { createAnnouncement, editAnnouncement } from '../api/save-announcement.ts';
import { AnnouncementOptions } from './announcement-options.tsx';
import { AnnouncementText } from './announcement-text.tsx';

const names = ['title', 'markdown', 'level', 'banner', 'pinned', 'notify', 'startsAt', 'endsAt'] as const;

type AnnouncementFormProps = {
  announcement: AdminAnnouncement | null;
  reload: () => Promise<AdminAnnouncement | undefined>;
};

/** Writes an announcement, or changes one. A newer version is loaded by opening the form anew. */
export function AnnouncementForm({ announcement, reload }: AnnouncementFormProps) {
  const [opened, setOpened] = useState(announcement);
  return (
    <Fields key={opened?.revision ?? 'new'} announcement={opened} reload={reload} onLoadNewer={setOpened} />
  );
}

function Fields(props: AnnouncementFormProps & { onLoadNewer: (newer: AdminAnnouncement) => void }) {
  const { announcement, reload, onLoadNewer } = props;
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<TypedAnnouncement, unknown, AnnouncementValues>({
    resolver: zodResolver(AnnouncementValues),
    defaultValues: typeAnnouncement(announcement),
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<AnnouncementValues, AdminAnnouncement, (typeof names)[number]>({
    item: announcement,
    send: (values, revision, key) =>
      announcement && revision !== null
        ? editAnnouncement(announcement.id, { ...values, revision })
        : createAnnouncement(values, key),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.invalidateQueries({ queryKey: adminAnnouncementsKey }),
    onSaved: (saved) => {
      toast.success(
        saved.state === 'scheduled' ? t`It is saved and will be published.` : t`It is saved and published.`,
      );
      void navigate(paths.adminAnnouncements);
    },
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(save.run)(event)}>
      <LeaveGuard when={isDirty && !save.isSaved} />
      <FormSection title={t`The announcement`}>
        <Field label={t`Title`} error={fieldWords(errors.title, t`From 1 to 120 characters`)}>
          {(control) => <input {...control} autoComplete="off" maxLength={120} {...form.register('title')} />}
        </Field>
        <AnnouncementText form={form} />
      </FormSection>
      <AnnouncementOptions
        form={form}
        published={announcement !== null && announcement.state !== 'scheduled'}
      />
      <SaveNotices
        save={save}
        item={announcement}
        labels={{
          title: msg`Title`,
          markdown: msg`Text`,
          level: msg`Kind`,
          banner: msg`Banner`,
          pinned: msg`Pinned`,
          notify: msg`Notification`,
          startsAt: msg`From`,
          endsAt: msg`Until`,
        }}
        onLoadNewer={onLoadNewer}
      />
      <SaveOrCancel cancelTo={paths.adminAnnouncements} pending={save.isPending}>
        {announcement ? t`Save the announcement` : t`Publish the announcement`}
      </SaveOrCancel>
    </form>
  );
}
