/** The worker protocol's version. The broker serves this one and the one before it. Raised with every incompatible change. */
export const protocolVersion = 4;

/** What a broker of this build accepts in `hello.protocol`. */
export const acceptedProtocolVersions: readonly number[] = [3, 4];

/** Why a broker closes a worker's socket (WebSocket close codes). `final` ones must not be retried by the worker. */
export const workerCloseCodes = {
  restart: { code: 1012, final: false, text: 'The broker restarts; connect again with jitter.' },
  trouble: { code: 1011, final: false, text: 'A message could not be dealt with; connect again soon.' },
  unauthenticated: { code: 4401, final: true, text: 'Unknown worker or wrong signature.' },
  revoked: { code: 4403, final: true, text: "The worker's key was revoked." },
  superseded: { code: 4409, final: false, text: 'A newer connection of this worker took over.' },
  protocol: { code: 4400, final: true, text: 'The message or protocol version is not understood.' },
  locked: { code: 4423, final: true, text: "The worker's key was seen in two places; an admin must look." },
  silent: { code: 4408, final: false, text: 'No heartbeat in time.' },
} as const;

/** From this version on a worker takes inventories. */
export const takesInventoriesFrom = 4;
