import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { endPrograms } from './end-programs.ts';
import {
  agentSocketPath,
  connectionIdBytes,
  restartExitCode,
  restartWord,
  type AgentSettings,
} from './settings.ts';
import { serveSsh } from './ssh-server.ts';

// The machine's SSH server. It lives as long as the lab holds the other end of standard input.
const orders = createInterface({ input: process.stdin });
orders.once('line', function serve(line) {
  const settings = JSON.parse(line) as AgentSettings;
  let users = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    takeNumber(socket, (connection) =>
      serveSsh(socket, settings, () => {
        tell({ signedIn: connection });
        tell({ users: (users += 1) });
        socket.once('close', () => tell({ users: (users -= 1) }));
      }),
    );
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

function tell(report: object): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** The lab says its number before anything else. */
function takeNumber(socket: Socket, then: (connection: number) => void): void {
  socket.on('readable', function take() {
    const bytes = socket.read(connectionIdBytes) as Buffer | null;
    if (bytes === null) return;
    socket.off('readable', take);
    then(bytes.readUInt32BE());
  });
}

process.stdin.on('end', () => process.exit(0));
// A member's broken connection is never a reason to end the machine.
process.on('uncaughtException', (error) => process.stderr.write(`agent: ${error.message}\n`));
