import type { Permission } from '@coinslot/shared/permissions.ts';
import { t } from '@lingui/core/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { CheckField } from '../../../ui/check-field.tsx';
import { say } from '../../../words/say.ts';
import { listAreas, permissionWords } from '../permission-words.ts';

type PermissionFieldsProps = {
  /** What the admin holds: the rest can be neither given nor taken away. */
  own: readonly Permission[];
  /** Made by `register('permissions')`. */
  field: UseFormRegisterReturn;
};

/** Every permission with a box, by area; what only looks stands apart from what changes something. */
export function PermissionFields({ own, field }: PermissionFieldsProps) {
  return (
    <div className="divide-line divide-y">
      {listAreas().map(({ area, label, reads, writes }) => (
        <fieldset key={area} className="grid gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0 md:grid-cols-2">
          <legend className="float-left mb-2 w-full text-base font-bold md:col-span-2">{say(label)}</legend>
          <Boxes title={t`See`} permissions={reads} own={own} field={field} />
          <Boxes title={t`Change`} permissions={writes} own={own} field={field} />
        </fieldset>
      ))}
    </div>
  );
}

type BoxesProps = PermissionFieldsProps & { title: string; permissions: readonly Permission[] };

function Boxes({ title, permissions, own, field }: BoxesProps) {
  if (permissions.length === 0) return <span />;
  return (
    <div role="group" aria-label={title} className="space-y-3">
      <p aria-hidden className="text-soft text-sm font-semibold">
        {title}
      </p>
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
