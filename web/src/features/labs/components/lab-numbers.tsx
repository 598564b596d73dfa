import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { classNames } from '../../../lib/class-names.ts';

/** What a lab carries now. */
export function LabNumbers({ lab, className }: { lab: Lab; className?: string }) {
  const numbers = [
    { name: t`Seats free`, value: t`${lab.seatsFree} of ${lab.seats}` },
    { name: t`Machines`, value: lab.machines },
    { name: t`Waiting`, value: lab.waiting },
    { name: t`Open sessions`, value: lab.openSessions },
    { name: t`Products`, value: lab.products },
  ];
  return (
    <dl className={classNames('grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3', className)}>
      {numbers.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-soft">{name}</dt>
          <dd className="font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
