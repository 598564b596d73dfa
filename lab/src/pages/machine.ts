import type { FastifyInstance } from 'fastify';
import type { Machine, MachineStep } from '../store/machines.ts';
import { listMachines, machineSteps } from '../store/machines.ts';
import { listTemplates } from '../templates.ts';
import { requireMachine, requireSession } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const stepLabels: Record<MachineStep, string> = {
  reserve: 'A place is reserved',
  isolate: 'Namespaces are made, the network is cut off',
  limits: 'Limits are set',
  filesystem: 'The file system is built',
  ssh: 'The SSH server runs',
  reachable: 'The SSH server answers through its port',
};

/** The list of machines, a machine's progress and its overview. */
export function registerMachine(app: FastifyInstance, { config, store }: PageParts): void {
  const templates = listTemplates(config);

  app.get('/machines', { config: { page: 'machines' } }, (request, reply) => {
    const machines = listMachines(store, requireSession(request).accountId);
    return reply.page('machines', 'My machines', { machines });
  });

  app.get('/machines/:id/progress', { config: { page: 'progress' } }, (request, reply) => {
    const machine = requireMachine(request);
    const steps = machineSteps.map((step) => ({
      step,
      label: stepLabels[step],
      doneAt: machine.steps[step] ?? null,
    }));
    return reply.page('progress', 'Progress', { machine, steps, refresh: machine.state === 'starting' });
  });

  app.get('/machines/:id', { config: { page: 'machine' } }, (request, reply) => {
    const machine = requireMachine(request);
    const refresh = machine.state === 'starting' || machine.state === 'ending';
    return reply.page('machine', machine.name, {
      machine,
      refresh,
      minutesLeft: minutesLeft(templates, machine),
    });
  });
}

/** How many minutes a machine may still be extended by, in all. */
export function minutesLeft(templates: ReturnType<typeof listTemplates>, machine: Machine): number {
  const longest = templates.find((template) => template.id === machine.template)?.minutes ?? 0;
  return Math.max(0, longest - machine.minutes);
}
