import type { MessageWords } from './describe-message.ts';

/** What the renderers know of the installation. */
export interface Site {
  name: string;
  /** A sentence, an address or a link; null = none was given. */
  contact: string | null;
  /** Without a slash at its end. */
  publicUrl: string;
}

export interface MailBody {
  subject: string;
  text: string;
  html: string;
}

const preferencesPath = '/account/notifications';

/** Where a member chooses what they get. */
export function preferencesUrl(site: Site): string {
  return `${site.publicUrl}${preferencesPath}`;
}

/** A mail as text and as simple HTML that says the same. `choosable` = the member can switch it off, and is told where. */
export function renderMail(words: MessageWords, site: Site, choosable: boolean): MailBody {
  const link = words.link === null ? null : { text: words.link.text, to: wholeUrl(words.link.to, site) };
  const why = choosable
    ? `You get this because you have an account at ${site.name}. Choose what you get: ${preferencesUrl(site)}`
    : `This mail is about an account at ${site.name}.${site.contact === null ? '' : ` Questions: ${site.contact}`}`;
  const text = [...words.lines, ...(link === null ? [] : [`${link.text}:\n${link.to}`]), `-- \n${why}`].join(
    '\n\n',
  );
  const html = [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;line-height:1.5;max-width:36em">',
    ...words.lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...(link === null ? [] : [`<p><a href="${escapeHtml(link.to)}">${escapeHtml(link.text)}</a></p>`]),
    `<p style="color:#666;font-size:small">${escapeHtml(why)}</p>`,
    '</body></html>',
  ].join('\n');
  return { subject: `${words.subject} – ${site.name}`, text, html };
}

export function wholeUrl(to: string, site: Site): string {
  return to.startsWith('/') ? `${site.publicUrl}${to}` : to;
}

const htmlSigns: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => htmlSigns[sign] ?? sign);
}
