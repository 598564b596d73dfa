/** What ssh says after the one that carries it has said why; it explains nothing. */
const aftermath = /^(kex_exchange_identification|Connection closed by|banner exchange|ssh_exchange)|^\s*$/;

/** The reason for which ssh did not get to the machine, of all that it and what carries it wrote. */
export function explainSsh(said: string): string {
  if (/Host key verification failed|IDENTIFICATION HAS CHANGED/.test(said)) {
    return 'The machine shows another host key than the one that was checked. Somebody may be in between: do not sign in, and tell whoever runs the server.';
  }
  if (said.includes('websocket: bad handshake')) {
    return 'Nobody runs the tunnel just now. It is started again by itself; try again in a minute.';
  }
  if (said.includes('no such host'))
    return 'Its name is not known yet. A new name takes a minute: try again.';
  const lines = said.trim().split('\n');
  const reasons = lines.filter((line) => !aftermath.test(line));
  return reasons.at(0)?.trim() ?? lines.at(-1)?.trim() ?? '';
}
