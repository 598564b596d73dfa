import { Trans } from '@lingui/react/macro';

/** Between one kind of way in and the next. */
export function OrLine() {
  return (
    <div className="text-soft my-5 flex items-center gap-3 text-sm">
      <span aria-hidden className="border-line flex-1 border-t" />
      <Trans>or</Trans>
      <span aria-hidden className="border-line flex-1 border-t" />
    </div>
  );
}
