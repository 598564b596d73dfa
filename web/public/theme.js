// Runs before the first paint so that the page never flashes in the wrong colours. A file, because the
// content security policy forbids inline scripts. The same rule is kept by src/app/theme.ts afterwards.
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
