const faults: readonly [RegExp, string][] = [
  [/ECONNREFUSED/, 'Nothing listens at that server and port: check both.'],
  [/ENOTFOUND|EAI_AGAIN/, 'The name of the mail server is not known: check it.'],
  [/EHOSTUNREACH|ENETUNREACH/, 'No way leads to the mail server from here.'],
  [/ETIMEDOUT|timed? ?out|Timeout|Greeting never received/i, 'The mail server did not answer in time.'],
  [
    /wrong version number/i,
    'The mail server does not speak TLS on this port: choose another port or encryption.',
  ],
];

/** What the network said, after a sentence for whoever set the mail server up. What a mail server says stays as it is. */
export function describeMailFault(message: string): string {
  const sentence = faults.find(([pattern]) => pattern.test(message))?.[1];
  return sentence === undefined ? message : `${sentence} (${message})`;
}
