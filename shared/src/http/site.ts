import { z } from 'zod';

/** `revision` 0 = the text that came with the software: the operator has not written their own yet. */
export const SitePageFacts = z.object({
  revision: z.int().nonnegative(),
  updatedAt: z.iso.datetime().nullable(),
});
export type SitePageFacts = z.infer<typeof SitePageFacts>;

/** `GET /api/v1/site`, for everybody: what this house calls itself and whom to ask. */
export const Site = z.object({
  name: z.string(),
  /** A sentence, an address or a link; null = none was given. */
  supportContact: z.string().nullable(),
  signUpOpen: z.boolean(),
  terms: SitePageFacts,
  privacy: SitePageFacts,
});
export type Site = z.infer<typeof Site>;

/** `GET /api/v1/site/terms` and `GET /api/v1/site/privacy`, for everybody. */
export const SitePage = SitePageFacts.extend({ markdown: z.string() });
export type SitePage = z.infer<typeof SitePage>;
