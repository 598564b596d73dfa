import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './app/layout/error-boundary.tsx';
import { createQueryClient } from './app/query-client.ts';
import { Router } from './app/router.tsx';
import { awaitFonts } from './lib/await-fonts.ts';
import { startLocale } from './words/locale.ts';
import { WordsProvider } from './words/words-provider.tsx';
import '@fontsource-variable/bricolage-grotesque/wght.css';
import '@fontsource-variable/figtree/wght.css';
import './styles.css';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');

const root = createRoot(element);
const queryClient = createQueryClient();

// Not awaited here: a module that waits would force the build to cut everything it shares with the pages into pieces.
void Promise.all([startLocale(), awaitFonts()]).then(() => {
  root.render(
    <StrictMode>
      <WordsProvider>
        <ErrorBoundary>
          <QueryClientProvider client={queryClient}>
            <Router />
          </QueryClientProvider>
        </ErrorBoundary>
      </WordsProvider>
    </StrictMode>,
  );
});
