/**
 * A machine's address that leads only to the computer which runs it, for somebody whose page or server (`seenAt`, as `URL` writes it) is
 * another one: to them it would be their own computer.
 */
export function isOutOfReach(host: string, seenAt: string): boolean {
  const written = host.includes(':') ? `[${host}]` : host;
  return !isLoopbackHost(seenAt) && (isLoopbackHost(written) || host.endsWith('.localhost'));
}

/** Whether the host of an address (as `URL` writes it) is this computer, whatever a name server says. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
