export { makeBackupKey, readIdentities } from './backup-keys.ts';
export { listBackupFiles } from './backup-files.ts';
export { backUpBySchedule } from './back-up-by-schedule.ts';
export { restoreBackup } from './restore-backup.ts';
export { takeBackup } from './take-backup.ts';
export { verifyBackup } from './verify-backup.ts';
