import { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import type { Cookie, CookieData, Page } from 'puppeteer';

/** Lays a seat's cookies of an earlier sign-in into the page's own context, before anything is loaded there. */
export async function layCookies(page: Page, cookies: SeatCookies): Promise<void> {
  if (cookies.length > 0) await page.browserContext().setCookie(...cookies.map(toCookieData));
}

/**
 * The cookies of this lab in the page's context, in one order; those of other sites that its pages load are left out. Null when there
 * is none, or when they are more than is kept.
 */
export async function takeCookies(page: Page, baseUrl: string): Promise<SeatCookies | null> {
  const { hostname } = new URL(baseUrl);
  const own = (await page.browserContext().cookies()).filter(({ domain }) => isOf(hostname, domain));
  const kept = SeatCookies.safeParse(own.map(toSeatCookie).toSorted(byPlace));
  return kept.success && kept.data.length > 0 ? kept.data : null;
}

/** A cookie of the host itself, or one that a domain above it shares with it. */
function isOf(hostname: string, domain: string): boolean {
  return domain === hostname || (domain.startsWith('.') && `.${hostname}`.endsWith(domain));
}

function toCookieData({ expiresAt, sameSite, ...same }: SeatCookies[number]): CookieData {
  return {
    ...same,
    ...(expiresAt === null ? {} : { expires: expiresAt }),
    ...(sameSite === null ? {} : { sameSite }),
  };
}

function toSeatCookie(cookie: Cookie): SeatCookies[number] {
  const { name, value, domain, path, expires, httpOnly, secure } = cookie;
  const sameSite = sameSites.find((known) => known === cookie.sameSite) ?? null;
  return {
    name,
    value,
    domain,
    path,
    expiresAt: expires > 0 ? expires : null,
    httpOnly: httpOnly ?? false,
    secure,
    sameSite,
  };
}

const sameSites = ['Strict', 'Lax', 'None'] as const;

function byPlace(a: SeatCookies[number], b: SeatCookies[number]): number {
  const [one, other] = [`${a.domain} ${a.path} ${a.name}`, `${b.domain} ${b.path} ${b.name}`];
  return one < other ? -1 : Number(one > other);
}
