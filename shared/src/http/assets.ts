import { z } from 'zod';

/** What an image may be. SVG is not among them: it is a program. */
export const AssetType = z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
export type AssetType = z.infer<typeof AssetType>;

/** The most that is taken: bytes of the file, pixels of a side, and images that are kept at once. */
export const assetLimits = { bytesMax: 2 * 1024 * 1024, sideMax: 4096, countMax: 200 } as const;

/**
 * An image that announcements, the terms and the privacy page can show. `POST /api/v1/admin/assets` (201): the body is the file itself with its content type
 * (admin.announcements.write); what it is, is read from its bytes; `invalid_request` too when as many are kept as may be. `GET /api/v1/assets/:id` is the image, for everybody and never
 * changed. `DELETE /api/v1/admin/assets/:id` (204): 409 still_in_use while one of these shows it.
 */
export const Asset = z.object({
  id: z.uuid(),
  /** As it stands in Markdown: `/api/v1/assets/<id>`. */
  url: z.string(),
  type: AssetType,
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
  createdAt: z.iso.datetime(),
  used: z.boolean(),
});
export type Asset = z.infer<typeof Asset>;

/** `GET /api/v1/admin/assets`: all of them, the newest first. */
export const AssetList = z.object({ items: z.array(Asset) });
export type AssetList = z.infer<typeof AssetList>;
