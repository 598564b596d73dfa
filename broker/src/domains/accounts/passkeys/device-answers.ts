import { z } from 'zod';

// What the WebAuthn library reads of an answer; it checks what they say.
const text = z.string().max(20_000);
const common = {
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

/** A device's answer when a passkey is made. */
export const MadePasskey = z.object({
  ...common,
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});
export type MadePasskey = z.infer<typeof MadePasskey>;

/** A device's answer when a passkey is used. */
export const UsedPasskey = z.object({
  ...common,
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: text.nullish().transform((handle) => handle ?? undefined),
  }),
});
export type UsedPasskey = z.infer<typeof UsedPasskey>;
