import { isLoopbackHost } from '@coinslot/shared/loopback-host.ts';
import type { Command } from 'commander';
import { type Api, createApi } from './api/create-api.ts';
import { cliError } from './cli-error.ts';
import type { CliConfig } from './config.ts';
import { chooseKey, chooseServer } from './credentials/choose-server.ts';
import { type Cell, formatFacts, formatTable } from './output/table.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface Cli {
  config: CliConfig;
  terminal: Terminal;
  /** How it ends when nothing is thrown. */
  exitCode: number;
}

/** The options of every command that asks a server. */
export interface CommonOptions {
  server?: string;
  json?: true;
}

/** Adds the options that every command has. */
export function withCommon(command: Command): Command {
  return command
    .option('--server <url>', 'which server; else COINSLOT_SERVER, else the last sign-in')
    .option('--json', 'print the result as one JSON value');
}

/** The API as who is signed in. Throws when nobody is. */
export async function openApi({ config, terminal }: Cli, { server: given }: CommonOptions): Promise<Api> {
  const server = await chooseServer(config, given);
  const key = await chooseKey(config, server);
  warnOfPlainHttp(terminal, server);
  return createApi({ server, key, signal: terminal.signal });
}

/** A key over plain http can be read by everybody on the way; within one computer there is no way. */
export function warnOfPlainHttp(terminal: Terminal, server: string): void {
  const { protocol, hostname } = new URL(server);
  if (protocol === 'https:' || isLoopbackHost(hostname)) return;
  terminal.err(`${server} is not encrypted: whoever listens on the way can take your key.\n`);
}

/** Prints a result: as one JSON value, or in words for people. */
export function show(cli: Cli, { json }: CommonOptions, value: unknown, words: () => string): void {
  cli.terminal.out(json ? `${JSON.stringify(value)}\n` : words());
}

/** A list in columns, or a sentence when it is empty. */
export function tableOf(
  { terminal }: Cli,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  ifNone: string,
): string {
  return rows.length === 0 ? `${ifNone}\n` : formatTable(headings, rows, terminal);
}

/** One thing, as names and values; null values are left out. */
export function factsOf({ terminal }: Cli, facts: readonly (readonly [string, Cell | null])[]): string {
  return formatFacts(facts, terminal);
}

/** Asks before something that costs or cannot be undone. Throws when nobody can answer and `yes` was not given, or on a no. */
export async function confirm({ terminal }: Cli, question: string, yes: true | undefined): Promise<void> {
  if (yes) return;
  if (!terminal.canAsk) throw cliError('usage', `${question} Nobody is there to ask: add --yes.`);
  const answer = await terminal.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw cliError('refused', 'Nothing was done.');
}
