import type { SheetField } from '@chimera/protocol/persona';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useReading } from '../live/use-reading.ts';
import { useStudioWork } from '../queries/use-studio-work.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { browserShelf } from './draft-shelf.ts';
import type { EditedSheet } from './edited-sheet.ts';
import { SheetInspector, type SheetProblem } from './sheet-problems.ts';
import type { Opened } from './use-opening.ts';

/** What the server said is wrong, by path; gone as soon as that field changes. */
export type ServerErrors = ReadonlyMap<string, string>;

export interface Studio {
  readonly sheet: EditedSheet;
  readonly problems: ReadonlyMap<string, SheetProblem>;
  readonly errors: ServerErrors;
  readonly keeper: DraftKeeper;
  /** Another one when the whole sheet became another: what fields keep for themselves is void then. */
  readonly generation: number;
  /** The sheet as it is at this moment, also in what was begun before it was drawn. */
  readonly current: () => EditedSheet;
  /** Somebody changed something. */
  readonly edit: (change: Partial<EditedSheet>) => void;
  /** The whole of it is another one: what another tab saved. Nothing is saved for it. */
  readonly replace: (sheet: EditedSheet) => void;
  readonly setErrors: (errors: ServerErrors) => void;
}

/** The sheet on the table: what stands in it, what is wrong with it, and its draft. */
export function useStudio(opened: Opened, onBegun: (draftId: string) => void): Studio {
  const { drafts } = useStudioWork();
  const [sheet, setSheet] = useState(opened.sheet);
  const [errors, setErrors] = useState<ServerErrors>(new Map());
  const [generation, setGeneration] = useState(0);
  const [inspector] = useState(() => new SheetInspector());
  const problems = useMemo(() => inspector.inspect(sheet), [inspector, sheet]);
  const [keeper] = useState(
    () =>
      new DraftKeeper({
        server: drafts,
        shelf: browserShelf,
        shelfId: opened.shelfId,
        personaId: opened.persona?.id ?? null,
        base: opened.base,
        draft: opened.draft,
      }),
  );
  useKept(keeper);
  useBegun(keeper, opened.draft?.id ?? null, onBegun);

  const latest = useRef(sheet);
  const change = useCallback(
    (next: EditedSheet) => {
      latest.current = next;
      setSheet(next);
      keeper.change(next, inspector.inspect(next).size === 0);
    },
    [keeper, inspector],
  );
  useEffect(() => {
    if (opened.isUnsaved) change(latest.current);
  }, [opened, change]);
  const edit = useCallback(
    (part: Partial<EditedSheet>) => {
      change({ ...latest.current, ...part });
      const fields = new Set(Object.keys(part));
      setErrors((before) => (before.size === 0 ? before : withoutFields(before, fields)));
    },
    [change],
  );
  const replace = useCallback((next: EditedSheet) => {
    latest.current = next;
    setSheet(next);
    setErrors(new Map());
    setGeneration((before) => before + 1);
  }, []);
  const current = useCallback(() => latest.current, []);
  return { sheet, problems, errors, keeper, generation, current, edit, replace, setErrors };
}

/** The draft that is saved is another one than at the beginning. */
function useBegun(keeper: DraftKeeper, before: string | null, onBegun: (draftId: string) => void): void {
  const draftId = useReading(keeper.draftId);
  const tell = useEffectEvent(onBegun);
  useEffect(() => {
    if (draftId !== null && draftId !== before) tell(draftId);
  }, [draftId, before]);
}

/** What is typed is saved when the page is hidden or left, and when the network is back. */
function useKept(keeper: DraftKeeper): void {
  useEffect(() => {
    keeper.open();
    const leave = () => keeper.flush({ leaving: true });
    const hide = () => {
      if (document.visibilityState === 'hidden') leave();
    };
    const back = () => keeper.flush({ leaving: false });
    window.addEventListener('pagehide', leave);
    window.addEventListener('online', back);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('online', back);
      document.removeEventListener('visibilitychange', hide);
      keeper.close();
    };
  }, [keeper]);
}

function withoutFields(errors: ServerErrors, fields: ReadonlySet<string>): ServerErrors {
  return new Map([...errors].filter(([path]) => !fields.has(fieldOf(path))));
}

/** `exampleMessages` of `exampleMessages.3`. */
export function fieldOf(path: string): SheetField | (string & {}) {
  return path.split('.', 1)[0] ?? path;
}
