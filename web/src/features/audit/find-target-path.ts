import type { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { paths } from '../../app/paths.ts';

/** The page of what an act was done to; null where it has none. */
export function findTargetPath({
  targetKind,
  targetId,
}: Pick<AuditEntry, 'targetKind' | 'targetId'>): string | null {
  switch (targetKind) {
    case 'user':
    case 'wallet':
      return paths.adminUser(targetId);
    case 'machine':
      return paths.adminMachine(targetId);
    case 'role':
      return paths.adminRole(targetId);
    case 'pool':
      return paths.adminPool(targetId);
    case 'product':
      return paths.adminProduct(targetId);
    case 'lab':
      return paths.adminLab(targetId);
    case 'voucher':
      return paths.adminVoucher(targetId);
    case 'announcement':
      return paths.adminAnnouncement(targetId);
    case 'worker':
      return paths.adminFleet;
    default:
      return null;
  }
}
