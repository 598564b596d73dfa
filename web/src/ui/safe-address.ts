/** Where a text may lead or what it may show; null when it may not. */
export type SafeLink = { href: string; within: boolean };

/** A link of a text: another page of ours (`within`), or http, https and mailto. Anything else leads nowhere. */
export function readSafeLink(href: string | undefined): SafeLink | null {
  if (!href) return null;
  if (/^\/(?![/\\])/.test(href)) return { href, within: true };
  return /^(?:https?:\/\/|mailto:)/i.test(href) ? { href, within: false } : null;
}

/** A picture of a text: only what was uploaded here, so that reading tells no other server who reads. */
export function isOwnPicture(source: string | undefined): source is string {
  return source !== undefined && /^\/api\/v1\/assets\/[\w-]+$/.test(source);
}
