import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayKeptName } from '../../../words/say-kept.ts';
import { describeBreaker } from '../describe-seat.ts';
import { KillSwitchButton } from './kill-switch-button.tsx';
import { ReopenLabButton } from './reopen-lab-button.tsx';

/** The kill switch and the breaker: what stops this lab, since when and why. */
export function SwitchCard({ lab, mayWrite }: { lab: Lab; mayWrite: boolean }) {
  const { disabled, breaker } = lab;
  return (
    <Card>
      <CardTitle>
        <Trans>Kill switch and breaker</Trans>
      </CardTitle>
      <div className="space-y-3">
        {disabled ? (
          <Notice tone="bad">
            {disabled.by
              ? t`Switched off ${formatDateTime(disabled.at)} by ${sayKeptName(disabled.by)}: ${disabled.reason}`
              : t`Switched off ${formatDateTime(disabled.at)}: ${disabled.reason}`}
          </Notice>
        ) : null}
        {breaker ? <Notice tone="bad">{describeBreaker(breaker)}</Notice> : null}
        {disabled || breaker ? null : (
          <p className="text-soft">
            <Trans>
              The lab is open. The switch stops sales and starts at once; the breaker does the same by itself
              after a failure that no further try can mend.
            </Trans>
          </p>
        )}
      </div>
      {mayWrite ? (
        <div className="mt-4 flex flex-wrap gap-2">
          {disabled ? null : <KillSwitchButton lab={lab} />}
          {disabled || breaker ? <ReopenLabButton lab={lab} /> : null}
        </div>
      ) : null}
    </Card>
  );
}
