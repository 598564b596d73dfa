import { anIncident } from './data-incidents.ts';
import { asAdmin, press, type Tour } from './tour-setup.ts';

const one = `/admin/incidents/${anIncident().incident.id}`;

export const incidentTours: Tour[] = [
  { name: 'admin-incidents', path: '/admin/incidents', shows: 'brave-otter-12', prepare: asAdmin },
  {
    name: 'admin-incidents-none',
    path: '/admin/incidents',
    shows: 'Nothing is stuck.',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.incidents.open = [];
    },
  },
  {
    name: 'admin-incidents-closed',
    path: '/admin/incidents/closed',
    shows: 'after an act of Ada Moreno',
    prepare: asAdmin,
  },
  { name: 'admin-incident', path: one, shows: 'What the system does', prepare: asAdmin },
  {
    name: 'admin-incident-release',
    path: one,
    shows: 'What the system does',
    prepare: asAdmin,
    act: (page) => press(page, 'Release the seat'),
    dialog: true,
  },
  {
    name: 'admin-incident-refund',
    path: one,
    shows: 'What the system does',
    prepare: asAdmin,
    act: (page) => press(page, 'Refund'),
    dialog: true,
  },
];
