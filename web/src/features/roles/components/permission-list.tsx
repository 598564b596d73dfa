import type { Permission } from '@coinslot/shared/permissions.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card } from '../../../ui/card.tsx';
import { say } from '../../../words/say.ts';
import { listAreas, permissionWords } from '../permission-words.ts';

/** What holders of a role may do, by area. */
export function PermissionList({ held }: { held: readonly Permission[] }) {
  const areas = listAreas()
    .map(({ area, label, reads, writes }) => ({
      area,
      label,
      permissions: [...reads, ...writes].filter((permission) => held.includes(permission)),
    }))
    .filter(({ permissions }) => permissions.length > 0);
  if (areas.length === 0) {
    return (
      <p className="text-soft">
        <Trans>It has no permissions.</Trans>
      </p>
    );
  }
  return (
    <Card>
      <dl aria-label={t`Permissions`} className="divide-line divide-y">
        {areas.map(({ area, label, permissions }) => (
          <div key={area} className="grid gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[9rem_1fr]">
            <dt className="font-bold">{say(label)}</dt>
            {permissions.map((permission) => (
              <dd key={permission} className="sm:col-start-2">
                {say(permissionWords[permission])}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Card>
  );
}
