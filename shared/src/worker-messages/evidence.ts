import { z } from 'zod';
import { ProvisionFailure } from '../states/provision-failure.ts';
import { ProvisionStep } from '../states/provision-step.ts';

/** What a worker keeps of a failure; already redacted: no cookies, no Authorization, no bodies, no input values, no seat secret. */
export const EvidenceBody = z.object({
  kind: z.literal('evidence'),
  evidenceId: z.uuid(),
  takenAt: z.iso.datetime(),
  step: ProvisionStep.nullable(),
  failure: ProvisionFailure.nullable(),
  message: z.string().max(2000),
  url: z.string().max(2000),
  title: z.string().max(500),
  /** JPEG, base64, at most 400 kB decoded; null when none could be taken. */
  screenshot: z.string().max(560_000).nullable(),
  dom: z.string().max(300_000),
  console: z.array(z.string().max(2000)).max(200),
  network: z.array(z.string().max(2000)).max(200),
  stepLog: z.array(z.string().max(2000)).max(500),
});
export type EvidenceBody = z.infer<typeof EvidenceBody>;
