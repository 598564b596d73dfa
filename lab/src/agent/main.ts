import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { endPrograms } from './end-programs.ts';
import { agentSocketPath, restartExitCode, restartWord, type AgentSettings } from './settings.ts';
import { createSshServer } from './ssh-server.ts';

// The machine's SSH server. It lives as long as the lab holds the other end of standard input.
const orders = createInterface({ input: process.stdin });
orders.once('line', function serve(line) {
  const settings = JSON.parse(line) as AgentSettings;
  const ssh = createSshServer(settings, (users) => process.stdout.write(`${JSON.stringify({ users })}\n`));
  const server = createServer((socket) => {
    // ssh2 tells of a connection only when it has spoken; those that never do would take every place.
    const silent = setTimeout(() => socket.destroy(), settings.loginGraceMs);
    socket.once('data', () => clearTimeout(silent));
    socket.once('close', () => clearTimeout(silent));
    ssh.injectSocket(socket);
  });
  server.on('error', () => process.exit(1));
  rmSync(agentSocketPath, { force: true }); // the one before a restart
  server.listen(agentSocketPath, () => process.stdout.write('{"step":"ssh"}\n'));
  orders.on('line', (order) => {
    if (order !== restartWord) return;
    server.close();
    endPrograms(settings);
    process.exit(restartExitCode);
  });
});
process.stdin.on('end', () => process.exit(0));
// A member's broken connection is never a reason to end the machine.
process.on('uncaughtException', (error) => process.stderr.write(`agent: ${error.message}\n`));
