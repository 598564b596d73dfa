import type { Asset } from '@coinslot/shared/http/assets.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { formatBytes, formatDateTime } from '../../../../lib/format.ts';
import { Card, CardTitle } from '../../../../ui/card.tsx';
import { ConfirmButton } from '../../../../ui/confirm-button.tsx';
import { QueryView } from '../../../../ui/query-view.tsx';
import { deleteImage } from '../api/delete-image.ts';
import { imagesKey, useImages } from '../api/list-images.ts';

/** The images that were uploaded. One that no text shows may go. */
export function ImageList({ mayDelete }: { mayDelete: boolean }) {
  const images = useImages();
  return (
    <QueryView query={images} loading={null}>
      {({ items }) =>
        items.length === 0 ? null : (
          <Card>
            <CardTitle>
              <Trans>Images</Trans>
            </CardTitle>
            <p className="text-soft mb-3 text-sm">
              <Trans>Announcements, the terms and the privacy page can show them.</Trans>
            </p>
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {items.map((image) => (
                <li key={image.id} className="min-w-0">
                  <Image image={image} mayDelete={mayDelete} />
                </li>
              ))}
            </ul>
          </Card>
        )
      }
    </QueryView>
  );
}

function Image({ image, mayDelete }: { image: Asset; mayDelete: boolean }) {
  const client = useQueryClient();
  const uploadedAt = formatDateTime(image.createdAt);
  const size = `${image.width} × ${image.height}, ${formatBytes(image.bytes)}`;
  return (
    <div className="flex items-center gap-3">
      <img
        src={image.url}
        alt=""
        loading="lazy"
        className="border-line bg-sunk size-16 shrink-0 rounded-lg border object-contain"
      />
      <div className="min-w-0 flex-1 text-sm">
        <p>{size}</p>
        <p className="text-soft">{uploadedAt}</p>
        {image.used ? (
          <p className="text-soft">
            <Trans>A text shows it</Trans>
          </p>
        ) : null}
      </div>
      {mayDelete && !image.used ? (
        <ConfirmButton
          words={<Trans>Delete</Trans>}
          label={t`Delete the image of ${uploadedAt}`}
          title={t`Delete this image?`}
          description={t`No announcement, nor the terms or the privacy page shows it. Where its address was copied to, it is missing from then on.`}
          act={t`Delete it`}
          keep={t`Keep it`}
          send={() => deleteImage(image.id)}
          onDone={() => {
            toast.success(t`The image is deleted.`);
            void client.invalidateQueries({ queryKey: imagesKey });
          }}
        />
      ) : null}
    </div>
  );
}
