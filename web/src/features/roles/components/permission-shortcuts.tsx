import type { Permission } from '@coinslot/shared/permissions.ts';
import { plural } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '../../../ui/button.tsx';
import type { PermissionArea } from '../permission-words.ts';

type PermissionShortcutsProps = {
  areas: readonly PermissionArea[];
  own: readonly Permission[];
  chosen: readonly Permission[];
  onChoose: (chosen: Permission[]) => void;
};

/** Gives every permission of a kind by one press; those that the admin does not hold stay as they are. */
export function PermissionShortcuts({ areas, own, chosen, onChoose }: PermissionShortcutsProps) {
  const isFree = (permission: Permission) => own.includes(permission);
  const reads = areas.flatMap((area) => area.reads).filter(isFree);
  const writes = areas.flatMap((area) => area.writes).filter(isFree);
  const add = (more: readonly Permission[]) => onChoose([...new Set([...chosen, ...more])]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => add(reads)}>
        <Trans>See everything</Trans>
      </Button>
      <Button size="small" onClick={() => add([...reads, ...writes])}>
        <Trans>See and change everything</Trans>
      </Button>
      <Button size="small" onClick={() => onChoose(chosen.filter((permission) => !isFree(permission)))}>
        <Trans>Nothing</Trans>
      </Button>
      <p role="status" className="text-soft ml-auto text-sm">
        {plural(chosen.length, {
          0: 'Nothing is chosen.',
          one: '# permission is chosen.',
          other: '# permissions are chosen.',
        })}
      </p>
    </div>
  );
}
