import { z } from 'zod';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { ProvisionStep } from '../states/provision-step.ts';
import { Tunnel } from '../states/tunnel.ts';
import { EvidenceBody } from './evidence.ts';
import { SeatCookies } from './seat-cookies.ts';

/**
 * A way in that the worker opened and probed. `password` or `privateKey` (OpenSSH's PEM) travels only on this socket and is encrypted at
 * rest. The rest ends up in the member's terminal and in his SSH settings: only what cannot be an option, a command or a second line
 * there. `host` and `port` are what the member uses: with `gateway` they are only the machine's name towards its host key.
 */
export const OpenedEndpoint = z.object({
  kind: z.literal('ssh'),
  tunnel: Tunnel,
  /** `anywhere`: another worker can take the machine over; `worker`: it lives and dies with this worker. */
  reach: z.enum(['anywhere', 'worker']),
  host: z
    .string()
    .max(255)
    .regex(/^[A-Za-z0-9:][A-Za-z0-9.:-]*$/),
  port: z.int().min(1).max(65535),
  username: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/),
  /** Null where the machine takes keys only. */
  password: z.string().max(200).nullable(),
  privateKey: z.string().max(10_000).nullable().default(null),
  hostKeyFingerprint: z
    .string()
    .max(100)
    .regex(/^SHA256:[A-Za-z0-9+/=]+$/),
  knownHostsLine: z
    .string()
    .max(1000)
    .regex(/^[A-Za-z0-9.:[\]-]+ [A-Za-z0-9@.-]+ [A-Za-z0-9+/]+=*$/)
    .nullable(),
});
export type OpenedEndpoint = z.infer<typeof OpenedEndpoint>;

/** A lab's end further away than this is told as this far away. */
export const labEndMaxMs = 366 * 24 * 3_600_000;

const EndsInMs = z.int().min(0).max(labEndMaxMs).nullable();

/** What a report says. Handling is idempotent: the same body twice has one effect. */
export const ReportBody = z.discriminatedUnion('kind', [
  /** The assignment arrived and has a place here. */
  z.object({ kind: z.literal('accepted') }),
  z.object({
    kind: z.literal('step'),
    attempt: z.int().positive().max(2_147_483_647),
    step: ProvisionStep,
    state: z.enum(['running', 'done', 'failed']),
    failure: ProvisionFailure.nullable(),
  }),
  /** About to ask the lab; the worker waits for the ack before it clicks. */
  z.object({ kind: z.literal('lab_session_intended'), labSessionId: z.uuid(), tag: z.string().max(80) }),
  /** The lab gave it an id. */
  z.object({ kind: z.literal('lab_session_started'), labSessionId: z.uuid(), labRef: z.string().max(200) }),
  /** The lab says it runs; `endsInMs` = until the lab ends it by itself. */
  z.object({
    kind: z.literal('lab_session_live'),
    labSessionId: z.uuid(),
    labRef: z.string().max(200),
    endsInMs: EndsInMs,
  }),
  z.object({ kind: z.literal('lab_session_ending'), labSessionId: z.uuid() }),
  /** `confirmed`: the lab says it ended. `not_found`: two looks, further apart than listLagMs, found nothing. */
  z.object({
    kind: z.literal('lab_session_ended'),
    labSessionId: z.uuid(),
    how: z.enum(['confirmed', 'not_found']),
  }),
  /** Goal `ready` reached; sent once per epoch (also after adoption). */
  z.object({ kind: z.literal('ready'), endpoints: z.array(OpenedEndpoint).min(1).max(8) }),
  /** A try failed and this worker starts the next one by itself. */
  z.object({
    kind: z.literal('retrying'),
    attempt: z.int().positive().max(2_147_483_647),
    failure: ProvisionFailure,
  }),
  /** The worker gives up the goal `ready`. Its lab sessions may still be there: the broker answers with goal `end`. */
  z.object({
    kind: z.literal('failed'),
    failure: ProvisionFailure,
    message: z.string().max(2000),
    step: ProvisionStep.nullable(),
  }),
  /** A ready machine is gone at the lab. */
  z.object({ kind: z.literal('machine_gone'), message: z.string().max(2000) }),
  /** The lab keeps it for `endsInMs` from now; null = it has no end of its own. Idempotent by `extensionId`. */
  z.object({ kind: z.literal('extended'), extensionId: z.uuid(), endsInMs: EndsInMs }),
  z.object({
    kind: z.literal('extension_failed'),
    extensionId: z.uuid(),
    failure: ProvisionFailure,
    message: z.string().max(2000),
  }),
  /** It runs again and its way in was probed. */
  z.object({
    kind: z.literal('restarted'),
    restartId: z.uuid(),
    endpoints: z.array(OpenedEndpoint).min(1).max(8),
  }),
  /** A person of the operator's must do something on the lab's page; the page is kept open meanwhile, until `waitMs` from now. */
  z.object({
    kind: z.literal('needs_operator'),
    step: ProvisionStep,
    failure: ProvisionFailure,
    message: z.string().max(2000),
    waitMs: z.int().positive(),
  }),
  /** It goes on: handed back by an admin, or not waited for any longer. */
  z.object({ kind: z.literal('operator_done'), how: z.enum(['handed_back', 'given_up']) }),
  /** A sign-in worked: what the next one at this seat may begin with. Null: what was kept is no good any more. */
  z.object({ kind: z.literal('seat_cookies'), cookies: SeatCookies.nullable() }),
  z.object({
    kind: z.literal('restart_failed'),
    restartId: z.uuid(),
    failure: ProvisionFailure,
    message: z.string().max(2000),
  }),
  EvidenceBody,
]);
export type ReportBody = z.infer<typeof ReportBody>;
