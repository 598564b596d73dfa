import { AssetType } from '@coinslot/shared/http/assets.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../../../ui/button.tsx';

/** Chooses images from the disk. */
export function ImageButton({ onFiles }: { onFiles: (files: FileList | null) => unknown }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => input.current?.click()}>
        <ImagePlus aria-hidden /> <Trans>Add an image</Trans>
      </Button>
      <span className="text-soft text-sm">
        <Trans>or paste it, or drop it into the text; at most 2 MB</Trans>
      </span>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={AssetType.options.join(',')}
        aria-label={t`Image`}
        onChange={(event) => {
          onFiles(event.target.files);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
    </span>
  );
}
