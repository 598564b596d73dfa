import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { labHealth, recipeTitle } from '../describe-lab.ts';
import { LabNumbers } from './lab-numbers.tsx';

/** One lab of the list: whether it works, at a glance. */
export function LabCard({ lab }: { lab: Lab }) {
  const health = labHealth(lab);
  return (
    <Card className="hover:border-line-strong relative flex h-full flex-col gap-4">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-lg font-bold break-words">
            <Link
              to={paths.adminLab(lab.id)}
              className="after:rounded-card focus-visible:after:outline-focus after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-3"
            >
              {lab.name}
            </Link>
          </h2>
          <Badge tone={health.tone}>{health.label}</Badge>
        </div>
        <p className="text-soft text-sm break-all">
          {recipeTitle(lab.recipe)} · {lab.baseUrl}
        </p>
      </div>
      <p className="text-sm break-words">{health.words}</p>
      <LabNumbers lab={lab} className="mt-auto" />
    </Card>
  );
}
