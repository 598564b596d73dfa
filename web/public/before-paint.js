// Runs before the first paint and before the application. A file, because the content security policy forbids inline
// scripts.

// The page must never flash in the wrong colours. The same rule is kept by src/app/theme.ts afterwards.
(function applyTheme() {
  var choice = null;
  try {
    choice = localStorage.getItem('coinslot.theme');
  } catch {
    choice = null;
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();

// The policy forbids eval. Without this zod would try it once while its first schema is made, and the browser would
// report a violation; zod reads this object when it loads, which is earlier than any call of z.config could be.
globalThis.__zod_globalConfig = { jitless: true };
