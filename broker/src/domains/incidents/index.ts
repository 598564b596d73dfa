export { purgeIncidents } from './purge-incidents.ts';
export { readIncident } from './read-incident.ts';
export { readOpenIncidents } from './read-open-incidents.ts';
export { registerIncidentRoutes } from './routes.ts';
export { keepIncidents } from './watch/keep-incidents.ts';
export { noteLoops, noteStartGrace } from './watch/note-conditions.ts';
