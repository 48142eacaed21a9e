import { createRest } from '@chimera/client/rest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { KeysProvider } from '../keys/use-actions.tsx';
import { PreferencesProvider, usePreferences } from '../preferences/use-preferences.tsx';
import { browserFetch } from '../queries/browser-fetch.ts';
import { withEarlyAnswers } from '../queries/early-answers.ts';
import { RestProvider } from '../queries/rest.tsx';
import { PROFILE } from '../queries/use-profile.ts';
import { withSessionWatch } from '../queries/with-session-watch.ts';
import { Announcers } from '../ui/announcer.tsx';
import { CloseWordProvider } from '../ui/close-word.tsx';
import { ToastProvider } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';
import { createAppRouter } from './router.tsx';

/** Puts everything together that all screens share. */
export function App() {
  const words = useWords();
  return (
    <Announcers>
      <PreferencesProvider>
        <CloseWordProvider value={words.common.close}>
          <ToastProvider label={words.common.notes}>
            <Connected />
          </ToastProvider>
        </CloseWordProvider>
      </PreferencesProvider>
    </Announcers>
  );
}

function Connected() {
  const { preferences } = usePreferences();
  const [{ rest, queries, router }] = useState(createParts);
  return (
    <RestProvider value={rest}>
      <QueryClientProvider client={queries}>
        <KeysProvider singleKeys={preferences.singleKeys}>
          <RouterProvider router={router} />
        </KeysProvider>
      </QueryClientProvider>
    </RestProvider>
  );
}

function createParts() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5000 } } });
  // Nobody asks who one is where there are no accounts, and then nothing happens.
  const askWhoOneIs = () => void queries.invalidateQueries({ queryKey: PROFILE }, { cancelRefetch: false });
  const ordinary = withEarlyAnswers(browserFetch);
  return {
    rest: createRest({ fetch: withSessionWatch(ordinary, askWhoOneIs) }),
    queries,
    router: createAppRouter(),
  };
}
