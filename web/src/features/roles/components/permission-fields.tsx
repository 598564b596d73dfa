import type { Permission } from '@coinslot/shared/permissions.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useId } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { say } from '../../../words/say.ts';
import { type PermissionArea, listAreas, permissionWords } from '../permission-words.ts';
import { PermissionShortcuts } from './permission-shortcuts.tsx';

type PermissionFieldsProps = {
  /** What the admin holds: the rest can be neither given nor taken away. */
  own: readonly Permission[];
  chosen: readonly Permission[];
  /** Made by `register('permissions')`. */
  field: UseFormRegisterReturn;
  /** Gives and takes several at once. */
  onChoose: (chosen: Permission[]) => void;
};

/** Every permission with a box, by area; what only looks stands apart from what changes something. */
export function PermissionFields(props: PermissionFieldsProps) {
  const areas = listAreas();
  return (
    <div>
      <PermissionShortcuts {...props} areas={areas} />
      <div aria-hidden className={`text-soft hidden pt-4 pb-1 text-sm font-semibold md:grid ${columns}`}>
        <span className="md:col-start-2">{t`See`}</span>
        <span>{t`Change`}</span>
      </div>
      <div className="divide-line divide-y">
        {areas.map((area) => (
          <AreaFields key={area.area} {...props} area={area} />
        ))}
      </div>
    </div>
  );
}

const columns = 'gap-x-6 gap-y-3 md:grid-cols-[9.5rem_1fr_1fr]';

function AreaFields({
  area,
  own,
  chosen,
  field,
  onChoose,
}: PermissionFieldsProps & { area: PermissionArea }) {
  const id = useId();
  const label = say(area.label);
  const all = [...area.reads, ...area.writes];
  const free = all.filter((permission) => own.includes(permission));
  const isWhole = free.every((permission) => chosen.includes(permission));
  return (
    <div role="group" aria-labelledby={id} className={`grid py-4 last:pb-0 ${columns}`}>
      <div className="flex items-start justify-between gap-3 md:block">
        <h3 id={id} className="text-base font-bold">
          {label}
        </h3>
        {free.length > 1 ? (
          <Button
            size="small"
            look="quiet"
            className="-my-1.5 -mr-3 underline underline-offset-2 md:my-1 md:-ml-3"
            aria-label={isWhole ? t`Nothing of ${label}` : t`Everything of ${label}`}
            onClick={() => {
              const others = chosen.filter((permission) => !free.includes(permission));
              onChoose(isWhole ? others : [...others, ...free]);
            }}
          >
            {isWhole ? <Trans>Nothing</Trans> : <Trans>Everything</Trans>}
          </Button>
        ) : null}
      </div>
      <Boxes title={t`See`} permissions={area.reads} own={own} field={field} />
      <Boxes title={t`Change`} permissions={area.writes} own={own} field={field} />
    </div>
  );
}

type BoxesProps = Pick<PermissionFieldsProps, 'own' | 'field'> & {
  title: string;
  permissions: readonly Permission[];
};

function Boxes({ title, permissions, own, field }: BoxesProps) {
  if (permissions.length === 0) return null;
  return (
    <div role="group" aria-label={title} className="space-y-3">
      {permissions.map((permission) => {
        const locked = !own.includes(permission);
        return (
          <CheckField
            key={permission}
            label={say(permissionWords[permission])}
            hint={locked ? t`Only somebody who holds it can give it or take it away.` : undefined}
            value={permission}
            aria-disabled={locked}
            onClick={(event) => {
              // Not `disabled`, which would take it out of the form's values.
              if (locked) event.preventDefault();
            }}
            {...field}
          />
        );
      })}
    </div>
  );
}
