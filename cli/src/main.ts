#!/usr/bin/env node
import { readConfig } from './config.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli, tellError } from './run-cli.ts';
import { openTerminal } from './terminal.ts';

const args = process.argv.slice(2);
const stopping = new AbortController();
const stop = () => stopping.abort();

// `coinslot logs | head`: who reads no more wants no more.
process.stdout.on('error', () => process.exit(exitCodes.ok));
try {
  const config = readConfig();
  process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop);
  const terminal = openTerminal(process, { noColor: config.noColor, signal: stopping.signal });
  process.exitCode = await runCli(args, { config, terminal });
} catch (error) {
  const terminal = { err: (text: string) => void process.stderr.write(text), signal: stopping.signal };
  process.exitCode = tellError(error, terminal, args.includes('--json'));
}
