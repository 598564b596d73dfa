import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { fleetKey } from '../api/get-fleet.ts';
import { resumeWorker } from '../api/resume-worker.ts';

/** Takes a worker back into service. */
export function ResumeButton({ worker }: { worker: Worker }) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: fleetKey });
  const resume = useAct({
    send: resumeWorker,
    onDone: () => {
      toast.success(t`${worker.name} is back in service.`);
      refresh();
    },
    onFailed: (error) => {
      toast.error(errorText(error));
      refresh();
    },
  });
  return (
    <Button size="small" pending={resume.isPending} onClick={() => resume.run(worker.id)}>
      <Trans>Resume</Trans>
    </Button>
  );
}
