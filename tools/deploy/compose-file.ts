import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Texts = z.array(z.string());
const Condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);

/** What this repository uses of the Compose specification; an unknown word is a fault. */
const Service = z.strictObject({
  image: z.string(),
  build: z
    .strictObject({ context: z.string(), dockerfile: z.string(), args: z.record(z.string(), z.string()) })
    .optional(),
  command: Texts.optional(),
  profiles: Texts.optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: Texts.default([]),
  volumes: Texts.default([]),
  networks: Texts.default([]),
  network_mode: z.literal('none').optional(),
  ports: Texts.default([]),
  depends_on: z.record(z.string(), z.strictObject({ condition: Condition })).default({}),
  healthcheck: z
    .strictObject({
      disable: z.boolean().optional(),
      test: Texts.optional(),
      interval: z.string().optional(),
      timeout: z.string().optional(),
      retries: z.int().optional(),
      start_period: z.string().optional(),
    })
    .optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  user: z.string().optional(),
  tmpfs: Texts.default([]),
  shm_size: z.string().optional(),
  cap_drop: Texts.default([]),
  cap_add: Texts.default([]),
  security_opt: Texts.default([]),
  stop_signal: z.string().optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .default('10s'),
  restart: z.enum(['unless-stopped', 'no']),
  logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
});

const Network = z.strictObject({
  internal: z.boolean().optional(),
  ipam: z.strictObject({ config: z.array(z.strictObject({ subnet: z.string() })) }).optional(),
});

const ComposeFile = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), Network),
  volumes: z.record(z.string(), z.strictObject({})),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});
export type ComposeFile = z.infer<typeof ComposeFile>;

/** Reads deploy/compose.yaml. Throws when it says anything that this schema does not know. */
export function readComposeFile(root: string): ComposeFile {
  const text = readFileSync(path.join(root, 'deploy', 'compose.yaml'), 'utf8');
  return ComposeFile.parse(parse(text, { merge: true }));
}
