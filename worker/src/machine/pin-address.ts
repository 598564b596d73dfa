import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { raceSignal } from '../browser/page/race-signal.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { Address } from './way-in.ts';

/** Where machines may be. */
export type Whereabouts = {
  /** Of the lab: one on this worker's own host has its machines there too. */
  labUrl: string;
  /** As `10.0.0.0/8`; null = wherever a machine can be. */
  networks: readonly string[] | null;
};

const loopback = listOf(['127.0.0.0/8', '::1/128']);
/** This host by no name, the link (clouds answer there with their own keys), several at once, nothing. */
const nowhere = listOf(['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/128', 'fe80::/10', 'ff00::/8']);

/**
 * What a lab names as its machine's address is what the member's own programs may have said: the worker connects to no place where no
 * machine can be, and resolves a name once. What was logged in to is what terminals and the gateway use from then on.
 *
 * @throws RecipeError `verify_failed`
 */
export async function pinAddress(
  { host, port }: Address,
  { labUrl, networks }: Whereabouts,
  signal: AbortSignal,
): Promise<Address> {
  const found = await raceSignal(addressesOf(host), signal);
  const isLabHere = found.some((address) => isIn(loopback, address)) && (await isOwnHost(labUrl, signal));
  const allowed = networks === null ? null : listOf(networks);
  const pinned = found.find((address) => {
    if (isIn(nowhere, address)) return false;
    if (isIn(loopback, address)) return isLabHere;
    return allowed === null || isIn(allowed, address);
  });
  if (pinned !== undefined) return { host: pinned, port };
  throw new RecipeError('verify_failed', `The lab names an address where no machine may be: ${host}.`);
}

async function isOwnHost(url: string, signal: AbortSignal): Promise<boolean> {
  const { hostname } = new URL(url);
  const found = await raceSignal(addressesOf(hostname.replace(/^\[(.*)\]$/, '$1')), signal);
  return found.length > 0 && found.every((address) => isIn(loopback, address));
}

/** None for a name that nobody knows. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (/^(?:.*\.)?localhost\.?$/i.test(host)) return ['127.0.0.1'];
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
