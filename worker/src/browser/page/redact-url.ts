/** A URL as it may be kept: no user info, no fragment, query names without their values. */
export function redactUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return '(not a URL)';
  if (url.protocol === 'data:' || url.protocol === 'blob:') return url.protocol;
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=…`);
  const query = names.length > 0 ? `?${names.join('&')}` : '';
  return `${url.protocol}//${url.host}${url.pathname}${query}`;
}
