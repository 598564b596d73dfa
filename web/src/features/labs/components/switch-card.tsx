import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { KillSwitchButton } from './kill-switch-button.tsx';
import { ReopenLabButton } from './reopen-lab-button.tsx';

/** The kill switch and the breaker: what stops this lab, since when and why. */
export function SwitchCard({ lab, mayWrite }: { lab: Lab; mayWrite: boolean }) {
  const { disabled, breaker } = lab;
  return (
    <Card>
      <CardTitle>Kill switch and breaker</CardTitle>
      <div className="space-y-3">
        {disabled ? (
          <Notice tone="bad">
            Switched off {formatDateTime(disabled.at)}
            {disabled.by ? ` by ${disabled.by}` : ''}: {disabled.reason}
          </Notice>
        ) : null}
        {breaker ? (
          <Notice tone="bad">
            The breaker opened by itself {formatDateTime(breaker.openedAt)}: {breaker.reason}
          </Notice>
        ) : null}
        {disabled || breaker ? null : (
          <p className="text-soft">
            The lab is open. The switch stops sales and starts at once; the breaker does the same by itself
            after a failure that no further try can mend.
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
