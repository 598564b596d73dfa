import { plural, t } from '@lingui/core/macro';
import { Notice } from '../../../ui/notice.tsx';
import { useFleet } from '../../fleet/api/get-fleet.ts';
import { countCarriers } from '../count-carriers.ts';

/** Warns while labels are typed that workers of the pool do not have: they would get no more of its machines. */
export function LabelsCarried({ poolId, typed }: { poolId: string; typed: string }) {
  const fleet = useFleet();
  if (!fleet.data) return null;
  const { carry, all } = countCarriers(fleet.data.workers, poolId, typed);
  if (carry === all) return null;
  return (
    <Notice tone="coin">
      {t`${carry} of ${plural(all, { one: '# worker carries', other: '# workers carry' })} these labels: the others get no new machines from this pool. Give them the labels on the fleet page first.`}
    </Notice>
  );
}
