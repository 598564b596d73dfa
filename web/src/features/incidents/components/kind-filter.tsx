import { IncidentKind, type IncidentList } from '@coinslot/shared/http/admin-incidents.ts';
import { t } from '@lingui/core/macro';
import { classNames } from '../../../lib/class-names.ts';
import { formatNumber } from '../../../lib/format.ts';
import { inputLook } from '../../../ui/field.tsx';
import { describeKind } from '../describe-incident.ts';

type Props = { kind: string; counts?: IncidentList['counts'] | undefined; onChange: (kind: string) => void };

/** Chooses one kind, or all. */
export function KindFilter({ kind, counts, onChange }: Props) {
  return (
    <select
      aria-label={t`Kind`}
      className={classNames(inputLook, 'mb-4 max-w-xl')}
      value={kind}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t`All kinds`}</option>
      {IncidentKind.options.map((each) => {
        const count = counts?.[each];
        const label = describeKind(each);
        return (
          <option key={each} value={each}>
            {count === undefined ? label : `${label} (${formatNumber(count)})`}
          </option>
        );
      })}
    </select>
  );
}
