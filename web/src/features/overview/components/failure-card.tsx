import type { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatNumber } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { sayContract } from '../../../words/say.ts';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import type { Period } from '../api/get-overview.ts';

type FailureCardProps = { labs: Overview['failuresByLab']; days: Period };

/** At which labs machines failed, and from what mostly. */
export function FailureCard({ labs, days }: FailureCardProps) {
  const me = useSignedIn();
  return (
    <Card>
      <CardTitle>
        <Trans>Failures by lab</Trans>
      </CardTitle>
      {labs.length === 0 ? (
        <p className="text-soft">
          {days === '1' ? t`No machine was asked for today.` : t`No machine was asked for in this time.`}
        </p>
      ) : (
        <ul className="space-y-4">
          {labs.map(({ labId, labName, machines, failed, mostly }) => {
            const of = t`${formatNumber(failed)} of ${formatNumber(machines)}`;
            return (
              <li key={labId}>
                <p className="flex justify-between gap-3">
                  {mayDo(me, 'admin.labs.read') ? (
                    <Link
                      to={paths.adminLab(labId)}
                      className="text-link min-w-0 font-semibold break-words underline underline-offset-2"
                    >
                      {labName}
                    </Link>
                  ) : (
                    <span className="min-w-0 font-semibold break-words">{labName}</span>
                  )}
                  <span className="shrink-0 tabular-nums">{of}</span>
                </p>
                <div aria-hidden className="bg-sunk mt-1 h-2 overflow-hidden rounded-full">
                  <div
                    className="bg-bad h-full rounded-full"
                    style={{
                      width: `${machines === 0 ? 0 : Math.max(failed > 0 ? 2 : 0, (100 * failed) / machines)}%`,
                    }}
                  />
                </div>
                {mostly ? <p className="text-soft mt-1 text-sm">{sayFailure(mostly)}</p> : null}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function sayFailure(code: string): string {
  const known = [...Object.entries(provisionFailures), ...Object.entries(endReasons)];
  const found = known.find(([each]) => each === code)?.[1];
  const words = found ? sayContract(found.text) : code;
  return t`Mostly: ${words}`;
}
