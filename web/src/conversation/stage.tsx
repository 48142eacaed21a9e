import type { Message } from '@chimera/protocol/message';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { Cell } from '../live/cell.ts';
import type { ConversationStore } from '../live/conversation-store.ts';
import type { Direction } from '../live/direction.ts';
import { useWatched } from '../live/live-provider.tsx';
import { reasonOf } from '../queries/reason-of.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { useWords } from '../words/use-words.ts';

/** As whom, and to whom, the person speaks. */
export type Voice =
  | { readonly kind: 'self' }
  | { readonly kind: 'narrator' }
  | { readonly kind: 'whisper'; readonly seatId: string }
  | { readonly kind: 'seat'; readonly seatId: string };

export type DrawerTab = 'direct' | 'cast' | 'limits' | 'record';

/** What the script lets others do with it. */
export interface ScriptHandle {
  readonly toEnd: () => void;
  readonly toBeginning: () => void;
  /** Brings the line at a position into view, however long ago it was said, with the focus; null: it is not there. */
  readonly goTo: (seq: number) => Promise<string | null>;
  /** Moves the focus by messages: 1 to the next, -1 to the one before. */
  readonly move: (by: number) => void;
  /** Brings a row into view, without the focus. */
  readonly show: (row: string) => void;
  /** Back into the script, from the composer. */
  readonly focus: () => void;
}

/** What the parts of the conversation screen share. It never changes while the screen is open; its cells do. */
export interface Stage {
  readonly id: string;
  readonly store: ConversationStore;
  readonly direction: Direction;
  readonly voice: Cell<Voice>;
  readonly drawer: Cell<DrawerTab | null>;
  readonly theatre: Cell<boolean>;
  /** Words are being looked for in this talk. */
  readonly finding: Cell<boolean>;
  /** They speak faster than can be read out: the pace that waits is offered. */
  readonly waitOffered: Cell<boolean>;
  /** The row that somebody was led to, for a moment. */
  readonly arrived: Cell<string | null>;
  /** The row whose message is being edited. */
  readonly editing: Cell<string | null>;
  /** The message whose prompt is shown. */
  readonly prompted: Cell<Message | null>;
  /** The seat whose brain is being chosen. */
  readonly rebraining: Cell<string | null>;
  /** Why the last action was not done; goes by itself. */
  readonly problem: Cell<string | null>;
  readonly script: Cell<ScriptHandle | null>;
  readonly composer: Cell<HTMLTextAreaElement | null>;
  /** Chooses a voice and goes to the composer. */
  readonly compose: (voice: Voice) => void;
  /** Does something and says how it went: what was done, or why it was not. Gives true when it was done. */
  readonly act: (work: Promise<unknown>, done?: string) => Promise<boolean>;
}

const PROBLEM_MS = 8000;
const StageContext = createContext<Stage | null>(null);

export function StageProvider({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const { store, direction } = useWatched(id);
  const { status } = useAnnouncer();
  const { conversation: words } = useWords();
  const stage = useMemo(
    () => stageOf({ id, store, direction, say: status, sayProblem: words.actionFailed }),
    [id, store, direction, status, words],
  );
  return <StageContext value={stage}>{children}</StageContext>;
}

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error('StageProvider is missing above this component.');
  return stage;
}

function stageOf({
  id,
  store,
  direction,
  say,
  sayProblem,
}: Pick<Stage, 'id' | 'store' | 'direction'> & {
  readonly say: (text: string) => void;
  readonly sayProblem: (detail: string) => string;
}): Stage {
  const voice = new Cell<Voice>({ kind: 'self' });
  const problem = new Cell<string | null>(null);
  const composer = new Cell<HTMLTextAreaElement | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    id,
    store,
    direction,
    voice,
    problem,
    composer,
    drawer: new Cell<DrawerTab | null>(null),
    theatre: new Cell(false),
    finding: new Cell(false),
    waitOffered: new Cell(false),
    arrived: new Cell<string | null>(null),
    editing: new Cell<string | null>(null),
    prompted: new Cell<Message | null>(null),
    rebraining: new Cell<string | null>(null),
    script: new Cell<ScriptHandle | null>(null),
    compose: (next) => {
      voice.set(next);
      composer.get()?.focus();
    },
    act: async (work, done) => {
      try {
        await work;
        problem.set(null);
        if (done !== undefined) say(done);
        return true;
      } catch (cause) {
        const text = sayProblem(reasonOf(cause));
        problem.set(text);
        say(text);
        clearTimeout(timer);
        timer = setTimeout(() => problem.set(null), PROBLEM_MS);
        return false;
      }
    },
  };
}
