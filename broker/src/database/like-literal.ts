/** The text as a part of a pattern of `like`, where it stands for itself and nothing else. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
