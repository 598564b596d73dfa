import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { runInMachine } from '../machines/run-in-machine.ts';
import { listMachines, type Machine } from '../store/machines.ts';
import { listTemplates, processDataMb } from '../templates.ts';
import { requireAccount, requireMachine } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const TerminalForm = z.object({ command: z.string().min(1).max(65_536) });
const ExtendForm = z.object({ minutes: z.coerce.number().int().min(1) });
const terminalPage = { config: { page: 'terminal' } } as const;
const endPage = { config: { page: 'end' } } as const;
const deadPort = 9; // "discard": nothing listens there on any host of today

/** The list of machines and every page of one machine; the guard has found it and whose it is. */
export function registerMachinePages(app: FastifyInstance, parts: PageParts): void {
  const { config, keeper, store, switches } = parts;
  const templates = new Map(listTemplates(config).map((template) => [template.id, template]));
  const minutesLeft = ({ template, minutes }: Machine): number =>
    Math.max(0, (templates.get(template)?.minutes ?? 0) - minutes);

  app.get('/machines', { config: { page: 'machines' } }, (request, reply) => {
    const machines = listMachines(store, requireAccount(request).id);
    return reply.page('machines', 'My machines', { machines });
  });

  app.get('/machines/:id/progress', { config: { page: 'progress' } }, (request, reply) => {
    const machine = requireMachine(request);
    return reply.page('progress', 'Progress', { machine, refresh: machine.state === 'starting' });
  });

  app.get('/machines/:id', { config: { page: 'machine' } }, (request, reply) => {
    const machine = requireMachine(request);
    const template = templates.get(machine.template);
    const data = { machine, template, processDataMb, minutesLeft: minutesLeft(machine) };
    const refresh = machine.state === 'starting' || machine.state === 'ending';
    return reply.page('machine', machine.name, { ...data, refresh });
  });

  app.get('/machines/:id/connection', { config: { page: 'connection' } }, (request, reply) => {
    const machine = requireMachine(request);
    const host = /^(0\.0\.0\.0|::)$/.test(config.sshListen) ? config.host : config.sshListen;
    const bad = switches.get('badConnection', requireAccount(request).username) !== null;
    const port = bad ? deadPort : machine.details?.sshPort;
    return reply.page('connection', 'Connection', { machine, host, port });
  });

  app.get('/machines/:id/terminal', terminalPage, (request, reply) =>
    reply.page('terminal', 'Terminal', { machine: requireMachine(request), command: '', result: null }),
  );

  app.post('/machines/:id/terminal', terminalPage, async (request, reply) => {
    const machine = requireMachine(request);
    const form = TerminalForm.safeParse(request.body);
    const { state, details } = machine;
    if (!form.success || state !== 'running' || details === null)
      return await reply.code(409).page('terminal', 'Terminal', { machine, command: '', result: null });
    const command = form.data.command.replaceAll('\r\n', '\n');
    const login = { host: config.sshListen, port: details.sshPort, ...details };
    const result = await runInMachine(login, command);
    return await reply.page('terminal', 'Terminal', { machine, command, result });
  });

  app.post('/machines/:id/extend', { config: { page: 'extend' } }, async (request, reply) => {
    const machine = requireMachine(request);
    const left = minutesLeft(machine);
    const form = ExtendForm.safeParse(request.body);
    if (form.success && form.data.minutes <= left && keeper.extend(machine, form.data.minutes))
      return reply.redirect(`/machines/${machine.id}`, 303);
    const text = `This machine cannot have that. It may have ${left} more minutes, while it runs.`;
    return await reply.code(409).page('message', 'Not extended', { text });
  });

  app.get('/machines/:id/end', endPage, (request, reply) =>
    reply.page('end', 'End machine', { machine: requireMachine(request) }),
  );

  app.post('/machines/:id/end', endPage, async (request, reply) => {
    const { id } = requireMachine(request);
    if (switches.take('endFails', requireAccount(request).username)) {
      const text = 'The machine could not be ended.';
      return await reply.code(500).page('message', 'Something went wrong', { text });
    }
    keeper.end(id, 'Its user ended it.');
    return reply.redirect(`/machines/${id}`, 303);
  });
}
