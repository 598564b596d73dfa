import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireMachine, requireSession } from './guard.ts';
import type { PageParts } from './register-pages.ts';

const TerminalForm = z.object({ command: z.string().min(1).max(65_536) });
const deadPort = 9; // "discard": nothing listens there on any host of today

/** The ways into a machine: its connection details, and a form that runs one command. */
export function registerConnection(app: FastifyInstance, { config, keeper, switches }: PageParts): void {
  app.get('/machines/:id/connection', { config: { page: 'connection' } }, (request, reply) => {
    const machine = requireMachine(request);
    const host = /^(0\.0\.0\.0|::)$/.test(config.sshListen) ? config.host : config.sshListen;
    const bad = switches.get('badConnection', requireSession(request).username) !== null;
    return reply.page('connection', 'Connection', {
      machine,
      host,
      port: bad ? deadPort : machine.details?.sshPort,
    });
  });

  app.get('/machines/:id/terminal', { config: { page: 'terminal' } }, (request, reply) =>
    reply.page('terminal', 'Terminal', { machine: requireMachine(request), command: '', result: null }),
  );

  app.post('/machines/:id/terminal', { config: { page: 'terminal' } }, async (request, reply) => {
    const machine = requireMachine(request);
    const form = TerminalForm.safeParse(request.body);
    if (!form.success || machine.state !== 'running') {
      return await reply.code(409).page('terminal', 'Terminal', { machine, command: '', result: null });
    }
    const command = form.data.command.replaceAll('\r\n', '\n');
    const result = await keeper.run(machine, command);
    return await reply.page('terminal', 'Terminal', { machine, command, result });
  });
}
