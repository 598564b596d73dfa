import { paths } from '../../../app/paths.ts';
import { TransferRows } from '../../wallet/components/transfer-list.tsx';
import { useUserTransfers } from '../api/list-user-transfers.ts';

export function UserTransfers({ userId }: { userId: string }) {
  return <TransferRows transfers={useUserTransfers(userId)} machinePath={paths.adminMachine} />;
}
