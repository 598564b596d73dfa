import path from 'node:path';
import { type ProgramAnswer, runProgram } from './run-program.ts';

const program = path.resolve(import.meta.dirname, '../../cli/src/main.ts');

/** Runs `coinslot` as its own process at somebody's computer: with a key and nothing else of this one's. */
export async function runCoinslot(
  { server, apiKey, home }: { server: string; apiKey: string; home: string },
  args: readonly string[],
): Promise<ProgramAnswer> {
  return await runProgram(process.execPath, [program, ...args], {
    HOME: home,
    COINSLOT_SERVER: server,
    COINSLOT_API_KEY: apiKey,
  });
}
