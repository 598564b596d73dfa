/**
 * A stand-in of cloudflared: speaks its command line and prints as it does, and carries TCP through the stand-in edge whose address is
 * its first argument. What it does not know it refuses, as the real one.
 */
import { visit } from './access.ts';
import { runTunnel } from './tunnel.ts';

const [edge = '', ...words] = process.argv.slice(2);

if (words[0] === '--version') {
  process.stdout.write('cloudflared version 2026.7.0 (built 2026-07-08-1310 UTC)\n');
} else if (words[0] === 'access' && (words[1] === 'ssh' || words[1] === 'tcp')) {
  await visit(edge, words.slice(2));
} else if (words[0] === 'tunnel') {
  await runTunnel(edge, words.slice(1));
} else {
  process.stderr.write('Incorrect Usage: no such command\n');
  process.exit(1);
}
