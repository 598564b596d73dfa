import { t } from '@lingui/core/macro';
import { EmptyState } from '../../../ui/list-states.tsx';
import { AdminMachineList } from '../../machines/components/admin-machine-list.tsx';
import { useUserMachines } from '../api/list-user-machines.ts';

export function UserMachines({ userId }: { userId: string }) {
  const machines = useUserMachines(userId);
  return (
    <AdminMachineList
      machines={machines}
      loadingRows={2}
      empty={<EmptyState title={t`They never asked for a machine`} />}
    />
  );
}
