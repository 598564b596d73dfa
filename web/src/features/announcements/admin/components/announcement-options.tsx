import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { CheckField } from '../../../../ui/check-field.tsx';
import { FormSection } from '../../../../ui/form-section.tsx';
import { PeriodFields } from '../../../../ui/period-fields.tsx';
import type { AnnouncementValues, TypedAnnouncement } from '../announcement-values.ts';
import { BannerPreview } from './banner-preview.tsx';

type AnnouncementOptionsProps = {
  form: UseFormReturn<TypedAnnouncement, unknown, AnnouncementValues>;
  /** Members could read it already. */
  published: boolean;
};

/** When it is shown, and how loudly. */
export function AnnouncementOptions({ form, published }: AnnouncementOptionsProps) {
  const { errors } = form.formState;
  const [title, level, banner] = useWatch({ control: form.control, name: ['title', 'level', 'banner'] });
  return (
    <>
      <FormSection title={t`How it is shown`}>
        <fieldset className="flex flex-wrap gap-x-8 gap-y-3">
          <legend className="mb-2 text-sm font-semibold">
            <Trans>Kind</Trans>
          </legend>
          <CheckField type="radio" label={t`News`} value="info" {...form.register('level')} />
          <CheckField type="radio" label={t`Warning`} value="warning" {...form.register('level')} />
        </fieldset>
        <CheckField
          label={t`Pinned`}
          hint={t`Stays above newer ones on the page of announcements.`}
          {...form.register('pinned')}
        />
        <CheckField
          label={t`Banner`}
          hint={t`Its title lies over every page until the member takes it away or it ends.`}
          {...form.register('banner')}
        />
        {banner ? <BannerPreview title={title} level={level} /> : null}
        <CheckField
          label={t`Tell members by a notification`}
          hint={
            published
              ? t`Once only: whoever was told already is not told again.`
              : t`When it begins; by mail and Discord too for those who chose so.`
          }
          {...form.register('notify')}
        />
      </FormSection>
      <FormSection title={t`When`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <PeriodFields
            from={{ error: errors.startsAt, field: form.register('startsAt') }}
            until={{ error: errors.endsAt, field: form.register('endsAt') }}
          />
        </div>
      </FormSection>
    </>
  );
}
