const fonts = ['800 1em "Bricolage Grotesque Variable"', '400 1em "Figtree Variable"'];
/** Nobody looks at an empty page for longer; words drawn before jump a little when the fonts come. */
const patienceMs = 1000;

/** Waits until the page's fonts are there, or it took too long. The page asks for them together with its script, so there is little to wait for. */
export async function awaitFonts(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
  await Promise.race([Promise.allSettled(fonts.map((font) => document.fonts.load(font))), late]);
}
