import type { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Checklist } from '../../machines/components/checklist.tsx';
import { canaryLook, describeAsker, describeCanaryFailure } from '../describe-canary.ts';

type CanaryRowProps = {
  canary: Canary;
  /** The newest stands open. */
  isOpen: boolean;
};

/** One canary: how it went, with its steps and where the evidence is. */
export function CanaryRow({ canary, isOpen }: CanaryRowProps) {
  const look = canaryLook(canary);
  const failure = describeCanaryFailure(canary);
  const { evidenceIds, seat } = canary;
  return (
    <details open={isOpen} className="py-3">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={look.tone}>{look.label}</Badge>
        <span className="font-semibold break-all">{seat ? seat.username : t`Any seat`}</span>
        <span className="text-soft text-sm">
          <Moment at={canary.askedAt} /> · {describeAsker(canary.by)}
        </span>
      </summary>
      <div className="mt-3 space-y-3">
        {failure ? <p className="text-bad break-words">{failure}</p> : null}
        <Checklist machine={{ attempt: 1, steps: canary.steps, endedAt: canary.endedAt }} events={[]} />
        <LinkButton to={paths.adminMachine(canary.machineId)} size="small">
          {evidenceIds.length > 0 ? (
            plural(evidenceIds.length, {
              one: 'Its machine, with # piece of evidence',
              other: 'Its machine, with # pieces of evidence',
            })
          ) : (
            <Trans>Its machine</Trans>
          )}
        </LinkButton>
      </div>
    </details>
  );
}
