/** Puts a block of Markdown into a text at a place, as a paragraph of its own; `end` is the place behind it. */
export function insertBlock(text: string, at: number, block: string): { text: string; end: number } {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const lead = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const written = `${before}${lead}${block}\n`;
  return {
    text: `${written}${after === '' || after.startsWith('\n') ? '' : '\n'}${after}`,
    end: written.length,
  };
}
