import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { publicUrlFile } from '@coinslot/shared/public-url-file.ts';
import { cliError } from '../cli-error.ts';
import type { CliConfig } from '../config.ts';
import { readCredentials } from './credentials-file.ts';

const defaultServer = 'http://localhost:8080';

/**
 * Which server a command asks: --server, else COINSLOT_SERVER, else the last sign-in, else the one that was started here, else this
 * computer's usual port. Answers its origin.
 */
export async function chooseServer(config: CliConfig, given: string | undefined): Promise<string> {
  const { server } = await readCredentials(config.credentialsFile);
  const known = given ?? config.server ?? server;
  return toOrigin(known ?? (await readStartedHere(config.dataDir)) ?? defaultServer);
}

async function readStartedHere(dataDir: string): Promise<string | undefined> {
  const text = await readFile(path.join(dataDir, publicUrlFile), 'utf8').catch(() => '');
  return URL.canParse(text.trim()) ? text.trim() : undefined;
}

/** The key for a server: COINSLOT_API_KEY, else what was kept at the sign-in there. */
export async function chooseKey(config: CliConfig, server: string): Promise<string> {
  if (config.apiKey !== undefined) return config.apiKey;
  const { servers } = await readCredentials(config.credentialsFile);
  const kept = servers[server];
  if (kept === undefined) {
    throw cliError(
      'notAllowed',
      `You are not signed in at ${server}. Run: coinslot login --server ${server}`,
    );
  }
  return kept.secret;
}

function toOrigin(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw cliError('usage', `${text} is no address of a server.`);
  return url.origin;
}
