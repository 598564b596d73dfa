import { Trans } from '@lingui/react/macro';

/** For a link that lost its token on the way. */
export function BrokenLink() {
  return (
    <p>
      <Trans>Part of the link is missing. Copy it from the mail in full, or ask for a new one.</Trans>
    </p>
  );
}
