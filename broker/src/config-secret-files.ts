import { readFileSync } from 'node:fs';

/** The settings that are secrets, or hold one. Each may be given as a file instead: `COINSLOT_SECRET_KEY_FILE=/run/secrets/secret-key`. */
export const secretSettings = [
  'COINSLOT_SECRET_KEY',
  'COINSLOT_AUTH_SECRET',
  'COINSLOT_METRICS_TOKEN',
  'DATABASE_URL',
  'BROKER_SMTP_URL',
  'BROKER_DISCORD_CLIENT_SECRET',
  'BROKER_DISCORD_BOT_TOKEN',
  'BROKER_GOOGLE_CLIENT_SECRET',
  'BROKER_X_CLIENT_SECRET',
] as const;

// Of those who have no mail server or no such provider; a house without a database's address or a key is a mistake.
const mayBeEmpty: ReadonlySet<string> = new Set(secretSettings.filter((name) => name.startsWith('BROKER_')));

type Environment = Record<string, string | undefined>;

/**
 * Puts what the files hold in the place of their variables, so that a secret stands neither in the environment of a process nor in
 * what a container's engine shows of it. White space around it is cut off.
 *
 * @returns the environment without the `…_FILE` variables, and what is wrong with them, one sentence each
 */
export function readSecretFiles(environment: Environment): { given: Environment; problems: string[] } {
  const given: Environment = { ...environment };
  const problems: string[] = [];
  for (const name of secretSettings) {
    const variable = `${name}_FILE`;
    const file = environment[variable];
    delete given[variable];
    if (file === undefined || file.trim() === '') continue;
    if (isGiven(environment[name])) {
      problems.push(`${variable}: ${name} is set as well; take one of the two away`);
      continue;
    }
    const { content, fault } = read(file.trim());
    if (content === '' && !mayBeEmpty.has(name)) problems.push(`${variable}: ${file.trim()} is empty`);
    else if (fault === undefined) given[name] = content;
    else problems.push(`${variable}: ${fault}`);
  }
  return { given, problems };
}

function read(file: string): { content?: string; fault?: string } {
  try {
    return { content: readFileSync(file, 'utf8').trim() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { fault: `${file} cannot be read by this user (${code})` };
  }
}

function isGiven(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
