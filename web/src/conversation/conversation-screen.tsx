import { lazy, Suspense } from 'react';
import { useReading } from '../live/use-reading.ts';
import { SkipLinks } from '../ui/skip-links.tsx';
import { useWords } from '../words/use-words.ts';
import { useAnnouncements } from './announce/use-announcements.ts';
import { Bar } from './bar.tsx';
import { BrainSheet } from './cast/brain-sheet.tsx';
import { Cast } from './cast/cast.tsx';
import { BrainNote } from './desk/brain-note.tsx';
import { Desk } from './desk/desk.tsx';
import { DeskNote } from './desk/desk-note.tsx';
import { Drawer, SidePanel } from './desk/drawer.tsx';
import { LoadingScreen, TroubleScreen } from './waiting.tsx';
import { Script } from './script/script.tsx';
import { StageProvider, useStage } from './stage.tsx';
import { Theatre } from './theatre.tsx';
import { useConversationKeys } from './use-conversation-keys.ts';
import { HOUSE, useMedia } from '../ui/use-media.ts';
import { useMessageKeys } from './use-message-keys.ts';
import { useRegionKeys } from './use-region-keys.ts';

/** One live conversation: the cast, the script, the desk. */
export function ConversationScreen({
  conversationId,
  at,
}: {
  readonly conversationId: string;
  /** The position of the line to begin at. */
  readonly at: number | undefined;
}) {
  return (
    <StageProvider id={conversationId}>
      <Screen at={at} />
    </StageProvider>
  );
}

function Screen({ at }: { readonly at: number | undefined }) {
  const { store } = useStage();
  const status = useReading(store.status);
  const isKnown = useReading(store.conversation) !== null;
  if (status.kind === 'missing' || (status.kind === 'failed' && !isKnown))
    return <TroubleScreen status={status} />;
  return isKnown ? <Open at={at} /> : <LoadingScreen />;
}

/** Its words and its code come when it is first asked for. */
const PromptSheet = lazy(async () => ({ default: (await import('./prompt/prompt-sheet.tsx')).PromptSheet }));

function OpenPrompt() {
  const { prompted } = useStage();
  const message = useReading(prompted);
  if (message === null) return null;
  return (
    <Suspense fallback={null}>
      <PromptSheet message={message} onClose={() => prompted.set(null)} />
    </Suspense>
  );
}

function Open({ at }: { readonly at: number | undefined }) {
  const { id, theatre } = useStage();
  const { conversation: words, common } = useWords();
  const inTheatre = useReading(theatre);
  const hasPanel = useMedia(HOUSE);
  useAnnouncements();
  useConversationKeys();
  useMessageKeys();
  useRegionKeys();
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <SkipLinks
        label={common.skipLinks}
        links={[
          { target: `/c/${id}/read`, label: words.readAsPage },
          { target: 'script', label: words.transcript },
          { target: 'desk', label: words.desk },
        ]}
      />
      <Bar />
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <Cast />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <main className="relative flex min-h-0 flex-1 flex-col">
            <Script at={at} />
            <DeskNote />
          </main>
          <BrainNote />
          <Desk />
        </div>
        {hasPanel && <SidePanel />}
      </div>
      <Drawer />
      <BrainSheet />
      <OpenPrompt />
      {inTheatre && <Theatre />}
    </div>
  );
}
