import type { Plugin } from 'vite';

const isFirst = /-latin-wght-normal-[^/]*\.woff2$/;

/**
 * Lets the page ask for its two fonts together with its script. Otherwise a browser asks for them once it has drawn the first words in
 * another font, and everything jumps when they come. Fails the build when they are called something else.
 */
export function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const fonts = Object.keys(bundle ?? {}).filter((file) => isFirst.test(file));
        if (fonts.length !== 2)
          throw new Error('the fonts have other files now: correct build/preload-fonts.ts');
        return fonts.map((file) => ({
          tag: 'link',
          // Fonts are always asked for without credentials: a preload that says otherwise would be loaded twice.
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}
