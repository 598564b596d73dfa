import { t } from '@lingui/core/macro';
import { useRef, useState } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../../lib/field-words.ts';
import { readMoment } from '../../../../lib/local-time.ts';
import { MarkdownField } from '../../../../ui/markdown-field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { AnnouncementCard } from '../../components/announcement-card.tsx';
import type { AnnouncementValues, TypedAnnouncement } from '../announcement-values.ts';
import { insertBlock } from '../insert-block.ts';
import { useImageUpload } from '../use-image-upload.ts';
import { ImageButton } from './image-button.tsx';
import { UploadList } from './upload-list.tsx';

type AnnouncementTextProps = { form: UseFormReturn<TypedAnnouncement, unknown, AnnouncementValues> };

/** The text beside the announcement as members will read it. Images come by button, by pasting and by dropping. */
export function AnnouncementText({ form }: AnnouncementTextProps) {
  const [title, markdown, level, pinned, startsAt] = useWatch({
    control: form.control,
    name: ['title', 'markdown', 'level', 'pinned', 'startsAt'],
  });
  const [openedAt] = useState(() => new Date().toISOString());
  // Where the next image goes; null = to the end.
  const caret = useRef<number | null>(null);
  const images = useImageUpload((image) => {
    const text = form.getValues('markdown');
    const inserted = insertBlock(text, caret.current ?? text.length, image);
    caret.current = inserted.end;
    form.setValue('markdown', inserted.text, { shouldDirty: true });
  });
  const publishedAt = readMoment(startsAt) ?? openedAt;
  const name = title.trim() === '' ? t`Title` : title;
  return (
    <div>
      <MarkdownField
        label={t`Text`}
        error={fieldWords(form.formState.errors.markdown, t`From 1 to 20,000 characters`)}
        maxLength={20_000}
        rows={16}
        field={form.register('markdown')}
        tools={<ImageButton onFiles={images.take} />}
        textarea={{
          onSelect: (event) => {
            caret.current = event.currentTarget.selectionEnd;
          },
          onPaste: (event) => {
            if (images.take(event.clipboardData.files)) event.preventDefault();
          },
          onDrop: (event) => {
            if (images.take(event.dataTransfer.files)) event.preventDefault();
          },
          onDragOver: (event) => {
            if (event.dataTransfer.types.includes('Files')) event.preventDefault();
          },
        }}
        preview={<AnnouncementCard announcement={{ title: name, markdown, level, pinned, publishedAt }} />}
      />
      {images.fault ? (
        <Notice tone="bad" className="mt-3">
          {images.fault}
        </Notice>
      ) : null}
      <UploadList uploads={images.uploads} />
    </div>
  );
}
