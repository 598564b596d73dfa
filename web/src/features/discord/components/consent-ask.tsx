import type { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useRedirect } from '../../sign-in/api/use-redirect.ts';
import { giveConsent } from '../api/give-consent.ts';

type ConsentAskProps = { status: DiscordStatus; returnTo: string };

/** Says all of what will be done with the member's Discord account before Discord itself asks. */
export function ConsentAsk({ status, returnTo }: ConsentAskProps) {
  const [agreed, setAgreed] = useState(false);
  const leave = useRedirect(() => giveConsent(returnTo));
  const guild = status.guildName ?? t`the community’s server`;
  return (
    <div className="space-y-4">
      <p>
        <Trans>
          Your roles on {guild} can give you more machines at once or lower prices. For that, we would:
        </Trans>
      </p>
      <ul className="list-disc space-y-1.5 pl-5">
        {status.joinsGuild ? (
          <li>
            <Trans>
              add your Discord account to <strong>{guild}</strong> when it is not there yet,
            </Trans>
          </li>
        ) : null}
        <li>
          <Trans>read which roles you have there, now and every few hours,</Trans>
        </li>
        <li>
          <Trans>keep your Discord id and those roles with your account here.</Trans>
        </li>
      </ul>
      <p className="text-soft">
        <Trans>
          We read none of your messages, friends or other servers, and post nothing in your name. You can
          withdraw at any time on this page; signing in with Discord works either way.
        </Trans>
      </p>
      {leave.error ? <Notice tone="bad">{errorText(leave.error)}</Notice> : null}
      <CheckField
        label={t`I agree to that`}
        checked={agreed}
        onChange={(event) => setAgreed(event.target.checked)}
      />
      <Button look="coin" disabled={!agreed} pending={leave.isPending} onClick={() => leave.run()}>
        <Trans>Go on to Discord</Trans>
      </Button>
    </div>
  );
}
