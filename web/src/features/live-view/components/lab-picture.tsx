import { t } from '@lingui/core/macro';
import type { RefObject } from 'react';
import { classNames } from '../../../lib/class-names.ts';

type LabPictureProps = {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** The field that takes the keyboard while the page is in hand. */
  keys: RefObject<HTMLTextAreaElement | null>;
  hasIt: boolean;
  /** What stands in the picture's place while there is none. */
  instead: string | null;
  /** Keeps a picture's room while there is none. */
  isExpected: boolean;
};

/** Of a worker's page, until the first picture says it: nothing moves when that comes. */
const usual = { width: 800, height: 600 };

/** The picture of the lab's page. */
export function LabPicture({ canvas, keys, hasIt, instead, isExpected }: LabPictureProps) {
  return (
    <div className="bg-sunk border-line has-focus-visible:ring-focus relative grid min-h-48 place-items-center overflow-hidden rounded-xl border has-focus-visible:ring-3">
      <canvas
        ref={canvas}
        {...usual}
        role="img"
        aria-label={t`The lab’s page`}
        className={classNames(
          'h-auto w-full',
          hasIt && 'cursor-crosshair touch-pinch-zoom',
          instead === null ? '' : isExpected ? 'invisible' : 'hidden',
        )}
      />
      {hasIt ? (
        // A field, so that dead keys, input methods and the keyboard of a phone come to it.
        <textarea
          ref={keys}
          aria-label={t`Keyboard of the lab’s page. Ctrl + Shift + Enter leaves it.`}
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          className="pointer-events-none absolute inset-x-0 top-0 h-full resize-none opacity-0"
        />
      ) : null}
      {instead === null ? null : (
        <p role="status" className="text-soft absolute inset-0 grid place-items-center p-6 text-center">
          {instead}
        </p>
      )}
    </div>
  );
}
