/**
 * `WS /api/v1/machines/:id/tcp`: binary frames are the bytes to and from the machine's SSH server, carried by broker and worker. For
 * `coinslot proxy`, which ssh uses as its ProxyCommand. Owner only: an API key with the scope `machines.connect`, or a session cookie with
 * its Origin. Closed with `streamCloseCodes` (http/terminal.ts) within five seconds after the machine, the session or the key has ended.
 */
export const gatewayPath = (machineId: string): string => `/api/v1/machines/${machineId}/tcp`;
