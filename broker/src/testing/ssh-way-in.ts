/** A way in as a worker reports it when a machine is ready. */
export const sshWayIn = {
  kind: 'ssh',
  tunnel: 'direct',
  reach: 'anywhere',
  host: '127.0.0.1',
  port: 2222,
  username: 'member',
  password: 'a-machines-own-password',
  privateKey: null,
  hostKeyFingerprint: 'SHA256:test',
  knownHostsLine: null,
} as const;
