import { Gauge, type Registry } from 'prom-client';

/** The gauges of what is stuck. */
export function createIncidentMetrics(registers: Registry[]) {
  return {
    incidents: new Gauge({
      name: 'coinslot_incidents',
      help: 'What is stuck now, by kind; 0 when nothing is',
      labelNames: ['kind'] as const,
      registers,
    }),
    incidentOldestAge: new Gauge({
      name: 'coinslot_incident_oldest_age_seconds',
      help: 'For how long the oldest of a kind has been stuck; 0 when nothing is',
      labelNames: ['kind'] as const,
      registers,
    }),
  };
}
