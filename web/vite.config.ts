import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { leaveOutJsonSchema } from './build/leave-out-json-schema.ts';
import { preloadFonts } from './build/preload-fonts.ts';
import { wordsPlugins } from './build/words-plugins.ts';

export default defineConfig({
  plugins: [react(), wordsPlugins(), tailwindcss(), leaveOutJsonSchema(), preloadFonts()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The broker's content security policy allows images only as files or data: a small picture may be inlined, a script never.
    assetsInlineLimit: 2048,
    sourcemap: false,
    reportCompressedSize: true,
    // Every browser that knows the rest of this page knows how to preload modules.
    modulePreload: { polyfill: false },
    // The first load lists the files of every page, so that a page's parts come together: with names, that is 1.3 kB more.
    rolldownOptions: { output: { chunkFileNames: 'assets/[hash].js' } },
  },
  server: { proxy: { '/api': { target: 'http://localhost:8080', changeOrigin: false } } },
});
