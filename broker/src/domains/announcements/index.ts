export { registerAnnouncementRoutes } from './routes.ts';
export { tellAnnouncements } from './tell-announcements.ts';
