/** A URL as it may be kept: no user info, no fragment, query names without their values. */
export function redactUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return '(not a URL)';
  if (url.protocol === 'data:' || url.protocol === 'blob:') return url.protocol;
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=…`);
  const query = names.length > 0 ? `?${names.join('&')}` : '';
  return `${url.protocol}//${url.host}${url.pathname}${query}`;
}

/** The text with its addresses redacted: a browser names the whole address of what it could not open. */
export function redactUrls(text: string): string {
  return text.replaceAll(/\b(?:https?|wss?):\/\/[^\s'"<>]+/g, redactUrl);
}
