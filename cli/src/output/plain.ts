// What moves a terminal's cursor, sets its title or hides text: everything but line breaks and tabs.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const sequences = /\u001b(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\[[0-?]*[ -/]*[@-~]|[@-Z\\^_])/g;

/** Somebody else's text for a screen: it can say anything and do nothing. */
export function plain(text: string): string {
  return text.replace(sequences, '').replaceAll('\r\n', '\n').replace(controls, '');
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ').trim();
}
