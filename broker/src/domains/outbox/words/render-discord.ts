import type { MessageWords } from './describe-message.ts';
import { type Site, wholeUrl } from './render-mail.ts';

const contentMax = 2000;
/** Discord's flag for "show no preview of links". */
const suppressEmbeds = 4;

/** The body of a webhook's call: nobody is mentioned and nothing is formatted, whatever a name or a title holds. */
export function renderDiscord(words: MessageWords, site: Site) {
  const link = words.link === null ? [] : [`<${wholeUrl(words.link.to, site)}>`];
  const said = [`**${escapeMarkdown(words.subject)}**`, ...words.lines.map(escapeMarkdown)].join('\n');
  const room = contentMax - link.join('\n').length - 1;
  return {
    content: [said.slice(0, room), ...link].join('\n'),
    allowed_mentions: { parse: [] as string[] },
    flags: suppressEmbeds,
  };
}

// Each of Discord's signs behind a backslash; addresses are broken up, so that a stranger's name is no link.
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\*_~`|<>#@[\]()\-:!]/g, String.raw`\$&`)
    .replaceAll(/(https?)\\:/gi, '$1\u200b\\:')
    .replaceAll(/@/g, '@\u200b');
}
