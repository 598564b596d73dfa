import { isLoopbackHost } from '@coinslot/shared/loopback-host.ts';

export interface CookieChoice {
  prefix: string;
  secure: boolean;
}

/**
 * `__Host-` cookies (this host only, never over plain http) wherever a browser takes them: https, and localhost, which browsers trust
 * without it. Over http on a LAN a plainly named development cookie, of which the dashboard's answers warn.
 */
export function chooseCookies(publicUrl: string): CookieChoice {
  const { protocol, hostname } = new URL(publicUrl);
  const trusted = protocol === 'https:' || isLoopbackHost(hostname) || hostname.endsWith('.localhost');
  return trusted
    ? { prefix: '__Host-coinslot', secure: true }
    : { prefix: 'coinslot-insecure-development', secure: false };
}
