import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { agentSocketPath, type AgentSettings } from './settings.ts';
import { createSshServer } from './ssh-server.ts';

// The machine's SSH server. It lives as long as the lab holds the other end of standard input.
createInterface({ input: process.stdin }).once('line', function serve(line) {
  const settings = JSON.parse(line) as AgentSettings;
  const ssh = createSshServer(settings);
  const server = createServer((socket) => {
    // ssh2 tells of a connection only when it has spoken; those that never do would take every place.
    const silent = setTimeout(() => socket.destroy(), settings.loginGraceMs);
    socket.once('data', () => clearTimeout(silent));
    socket.once('close', () => clearTimeout(silent));
    ssh.injectSocket(socket);
  });
  server.on('error', () => process.exit(1));
  server.listen(agentSocketPath, () => process.stdout.write('{"step":"ssh"}\n'));
});
process.stdin.on('end', () => process.exit(0));
// A member's broken connection is never a reason to end the machine.
process.on('uncaughtException', (error) => process.stderr.write(`agent: ${error.message}\n`));
