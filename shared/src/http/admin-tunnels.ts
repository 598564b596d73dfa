import { z } from 'zod';

/** Cloudflare's ids are 32 hex digits. */
const CloudflareId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'the 32 hex digits that the dashboard of Cloudflare shows');

/** `GET /api/v1/admin/tunnels` (admin.settings.read). There is no way to read the API token back. */
export const TunnelSettings = z.object({
  accountId: z.string().nullable(),
  zoneId: z.string().nullable(),
  /** What machines are called below: `lab.example.org` makes `m-3f9c2a71.lab.example.org`. Read from the zone when the settings are saved. */
  domain: z.string().nullable(),
  /** As it was saved; empty = the zone itself. */
  subdomain: z.string(),
  hasToken: z.boolean(),
  revision: z.int().nonnegative(),
  /** Tunnels of ours that stand at Cloudflare, and those whose removal is still being tried. */
  open: z.int().nonnegative(),
  removing: z.int().nonnegative(),
  /** What the last call said when it failed. */
  fault: z.object({ at: z.iso.datetime(), detail: z.string() }).nullable(),
});
export type TunnelSettings = z.infer<typeof TunnelSettings>;

/**
 * `PUT /api/v1/admin/tunnels` (admin.settings.write, fresh): asks Cloudflare whether the token may edit tunnels of the account and DNS of the zone,
 * and refuses what it may not. Without `token` the stored one stays. `DELETE` only while no lab uses `cloudflared`.
 */
export const EditTunnelSettingsRequest = z.object({
  accountId: CloudflareId,
  zoneId: CloudflareId,
  /** Below the zone's name; empty = the zone itself. */
  subdomain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*)?$/,
      'a part of a host name',
    )
    .max(180)
    .default(''),
  token: z.string().trim().min(20).max(500).optional(),
  revision: z.int().nonnegative(),
});
export type EditTunnelSettingsRequest = z.infer<typeof EditTunnelSettingsRequest>;
