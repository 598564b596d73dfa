import type { MailServer } from '../mail/mail-server.ts';

type Address = Pick<MailServer, 'host' | 'port'>;

const faults: readonly [RegExp, (at: Address) => string][] = [
  [/ECONNREFUSED/, ({ host, port }) => `Nothing listens at ${host}:${port}: check both.`],
  [/ENOTFOUND|EAI_AGAIN/, ({ host }) => `The name ${host} is not known: check it.`],
  [/EHOSTUNREACH|ENETUNREACH/, ({ host }) => `No way leads to ${host} from here.`],
  [
    /ETIMEDOUT|timed? ?out|Timeout|Greeting never received/i,
    ({ host, port }) => `${host}:${port} did not answer in time.`,
  ],
  [
    /wrong version number/i,
    ({ host, port }) => `${host}:${port} does not speak TLS: choose another port or encryption.`,
  ],
];

/** A network's fault as a sentence for whoever set the mail server up. What a mail server says stays as it is. */
export function describeMailFault(message: string, at: Address): string {
  return faults.find(([pattern]) => pattern.test(message))?.[1](at) ?? message;
}
