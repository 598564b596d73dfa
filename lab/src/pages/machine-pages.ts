import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sshHostOf } from '../config.ts';
import { runInMachine } from '../machines/run-in-machine.ts';
import { listMachines } from '../store/machines.ts';
import { listTemplates, minutesLeft, processDataMb } from '../templates.ts';
import { requireAccount, requireMachine } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const TerminalForm = z.object({ command: z.string().min(1).max(65_536) });
const terminalPage = { config: { page: 'terminal' } } as const;
const passingStates: ReadonlySet<string> = new Set(['starting', 'restarting', 'ending']);
const nothingRun = { command: '', result: null, isGone: false } as const;
const deadPort = 9; // "discard": nothing listens there on any host of today

/** The list of machines and what one machine's pages show; the guard has found it and whose it is. */
export function registerMachinePages(app: FastifyInstance, parts: PageParts): void {
  const { config, keeper, store, switches } = parts;
  const templates = new Map(listTemplates(config).map((template) => [template.id, template]));

  app.get('/machines', { config: { page: 'machines' } }, (request, reply) => {
    const machines = listMachines(store, requireAccount(request).id).map(keeper.show);
    return reply.page('machines', 'My machines', { machines });
  });

  app.get('/machines/:id/progress', { config: { page: 'progress' } }, (request, reply) => {
    const machine = requireMachine(request);
    return reply.page('progress', 'Progress', { machine, refresh: machine.state === 'starting' });
  });

  app.get('/machines/:id', { config: { page: 'machine' } }, (request, reply) => {
    const machine = requireMachine(request);
    const template = templates.get(machine.template);
    const left = minutesLeft(template, machine.minutes);
    const data = { machine, template, processDataMb, minutesLeft: left, use: keeper.readUse(machine.id) };
    const refresh = passingStates.has(machine.state);
    return reply.page('machine', machine.name, { ...data, refresh });
  });

  app.get('/machines/:id/connection', { config: { page: 'connection' } }, (request, reply) => {
    const machine = requireMachine(request);
    const host = sshHostOf(config);
    const bad = switches.get('badConnection', requireAccount(request).username) !== null;
    const port = bad ? deadPort : machine.details?.sshPort;
    return reply.page('connection', 'Connection', { machine, host, port });
  });

  app.get('/machines/:id/terminal', terminalPage, (request, reply) =>
    reply.page('terminal', 'Terminal', { machine: requireMachine(request), ...nothingRun }),
  );

  app.post('/machines/:id/terminal', terminalPage, async (request, reply) => {
    const machine = requireMachine(request);
    const form = TerminalForm.safeParse(request.body);
    const { state, details } = machine;
    if (!form.success || state !== 'running' || details === null)
      return await reply.code(409).page('terminal', 'Terminal', { machine, ...nothingRun });
    const command = form.data.command.replaceAll('\r\n', '\n');
    const login = { host: config.sshListen, port: details.sshPort, ...details };
    const result = await runInMachine(login, command).catch((error: unknown) => {
      request.log.info({ err: error, machineId: machine.id }, 'a command could not be run');
      return null;
    });
    if (result === null)
      return await reply.code(409).page('terminal', 'Terminal', { machine, ...nothingRun, isGone: true });
    return await reply.page('terminal', 'Terminal', { machine, command, result, isGone: false });
  });
}
