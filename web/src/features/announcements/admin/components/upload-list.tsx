import { t } from '@lingui/core/macro';
import type { Upload } from '../use-image-upload.ts';

/** The images that are on their way, and how far each is. */
export function UploadList({ uploads }: { uploads: readonly Upload[] }) {
  return (
    <ul className={uploads.length > 0 ? 'mt-3 space-y-2' : ''}>
      {uploads.map(({ id, name, part }) => (
        <li key={id} className="flex items-center gap-3 text-sm">
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <progress aria-label={t`Uploading ${name}`} className="accent-coin h-2 w-40" max={1} value={part} />
        </li>
      ))}
    </ul>
  );
}
