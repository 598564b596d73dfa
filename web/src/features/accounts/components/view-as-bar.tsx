import type { ViewingAs } from '@coinslot/shared/http/view-as.ts';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { errorText } from '../../../lib/api-error.ts';
import { formatTimeOfDay } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { endViewAs } from '../api/end-view-as.ts';

type ViewAsBarProps = { name: string; viewingAs: ViewingAs };

/** An admin looks through a member's eyes: says so on every page, and ends it. */
export function ViewAsBar({ name, viewingAs }: ViewAsBarProps) {
  const act = useMutation({
    mutationFn: endViewAs,
    // Nothing that was loaded as the member stays in memory.
    onSuccess: () => window.location.assign(paths.adminUsers),
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <div
      role="status"
      className="bg-bad-wash text-bad flex min-h-14 flex-wrap items-center justify-center gap-x-4 gap-y-1.5 px-4 py-2 text-sm font-semibold"
    >
      <span className="flex items-center gap-2">
        <Eye aria-hidden className="size-4 shrink-0" />
        <Trans>
          You see the pages as {name}, until {formatTimeOfDay(viewingAs.until)}. Nothing can be changed.
        </Trans>
      </span>
      <Button size="small" pending={act.isPending || act.isSuccess} onClick={() => act.mutate()}>
        <Trans>Stop viewing</Trans>
      </Button>
    </div>
  );
}
