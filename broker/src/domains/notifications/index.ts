export { notify, notifyEach } from './notify.ts';
export { purgeNotifications } from './purge-notifications.ts';
export { registerNotificationRoutes } from './routes.ts';
export { tellLowBalances } from './tell-low-balances.ts';
export { withdraw, withdrawAnnouncement } from './withdraw.ts';
