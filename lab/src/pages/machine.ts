import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Machine } from '../store/machines.ts';
import { listMachines, machineSteps } from '../store/machines.ts';
import type { SwitchBox } from '../switches/switches.ts';
import { listTemplates } from '../templates.ts';
import { findOwnMachine, renderNotFound, requireSession } from './page-answers.ts';
import type { PageParts } from './register-pages.ts';
import { renderPage } from './render-page.ts';

const TerminalForm = z.object({ command: z.string().min(1).max(65_536) });
const deadPort = 9; // "discard": nothing listens there on any host of today

const stepLabels = {
  reserve: 'A place is reserved',
  isolate: 'Namespaces are made, the network is cut off',
  limits: 'Limits are set',
  filesystem: 'The file system is built',
  ssh: 'The SSH server runs',
  reachable: 'The SSH server answers through its port',
} as const satisfies Record<(typeof machineSteps)[number], string>;

type MachineHandler = (
  request: FastifyRequest,
  reply: FastifyReply,
  machine: Machine,
) => Promise<FastifyReply>;

/** The list of machines, and one machine's pages: progress, overview, connection, terminal. */
export function registerMachine(app: FastifyInstance, parts: PageParts): void {
  const { config, store, keeper, switches } = parts;
  const templates = listTemplates(config);

  app.get('/machines', { config: { page: 'machines' } }, (request, reply) =>
    renderPage(
      request,
      reply,
      switches,
      'machines',
      { title: 'My machines' },
      { machines: listMachines(store, requireSession(request).accountId) },
    ),
  );

  app.get(
    '/machines/:id/progress',
    { config: { page: 'progress' } },
    own((request, reply, machine) => {
      const steps = machineSteps.map((step) => ({
        step,
        label: stepLabels[step],
        doneAt: machine.steps[step] ?? null,
      }));
      const refresh = machine.state === 'starting';
      return renderPage(
        request,
        reply,
        switches,
        'progress',
        { title: 'Progress', refresh },
        { machine, steps },
      );
    }),
  );

  app.get(
    '/machines/:id',
    { config: { page: 'machine' } },
    own((request, reply, machine) => {
      const longest = templates.find((template) => template.id === machine.template)?.minutes ?? 0;
      const refresh = machine.state === 'ending' || machine.state === 'starting';
      const minutesLeft = Math.max(0, longest - machine.minutes);
      return renderPage(
        request,
        reply,
        switches,
        'machine',
        { title: machine.name, refresh },
        { machine, minutesLeft },
      );
    }),
  );

  app.get(
    '/machines/:id/connection',
    { config: { page: 'connection' } },
    own((request, reply, machine) => {
      const host = /^(0\.0\.0\.0|::)$/.test(config.sshListen) ? config.host : config.sshListen;
      const bad = switches.get('badConnection', requireSession(request).username) !== null;
      const port = bad ? deadPort : machine.details?.sshPort;
      return renderPage(
        request,
        reply,
        switches,
        'connection',
        { title: 'Connection' },
        { machine, host, port },
      );
    }),
  );

  app.get(
    '/machines/:id/terminal',
    { config: { page: 'terminal' } },
    own((request, reply, machine) =>
      renderPage(
        request,
        reply,
        switches,
        'terminal',
        { title: 'Terminal' },
        { machine, command: '', result: null },
      ),
    ),
  );

  app.post(
    '/machines/:id/terminal',
    { config: { page: 'terminal' } },
    own(async (request, reply, machine) => {
      const form = TerminalForm.safeParse(request.body);
      const command = form.success ? form.data.command.replaceAll('\r\n', '\n') : '';
      const usable = form.success && machine.state === 'running';
      const result = usable ? await keeper.run(machine, command) : null;
      return await renderPage(
        request,
        reply.code(usable ? 200 : 409),
        switches,
        'terminal',
        { title: 'Terminal' },
        { machine, command, result },
      );
    }),
  );

  function own(
    handler: MachineHandler,
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
    return withOwnMachine(parts.store, switches, handler);
  }
}

/** Wraps a handler of one machine's page; another account's machine is as unknown as none. */
export function withOwnMachine(
  store: PageParts['store'],
  switches: SwitchBox,
  handler: MachineHandler,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const machine = findOwnMachine(store, request);
    return machine === null
      ? await renderNotFound(request, reply, switches)
      : await handler(request, reply, machine);
  };
}
