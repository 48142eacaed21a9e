import type { ImportReport } from '@chimera/protocol/import-report';
import { unreachable } from '@chimera/protocol/unreachable';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { Button } from '../../ui/button.tsx';
import { Dotted } from '../../ui/dotted.tsx';
import { isolate } from '../../ui/isolate.ts';
import { bytesIn } from '../../words/bytes-in.ts';
import { type PersonaWords, usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { FILE_LIMIT_MB, type ImportItem, type ImportState, isSettled } from './import-queue.ts';
import { ImportNotes } from './import-notes.tsx';
import { outcomeWord } from './use-imports.ts';

export interface ImportRowProps {
  readonly item: ImportItem;
  readonly onCancel: () => void;
  readonly onAgain: () => void;
}

/** One file: how far it is, what came of it, and why. */
export function ImportRow({ item, onCancel, onAgain }: ImportRowProps) {
  const { language } = useWords();
  const { imports: words } = usePersonaWords();
  const { file, state } = item;
  const name = isolate(file.name);
  const mayTry = state.kind === 'failed' || state.kind === 'cancelled';
  const why = reasonWhy(item, words, language);
  return (
    <article className="py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-body font-medium wrap-anywhere">
            <bdi>{file.name}</bdi>
          </h3>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-note text-muted">
            <StateMark state={state}>{outcomeWord(item, words)}</StateMark>
            <span>{bytesIn(language, file.size)}</span>
            {state.kind === 'done' && <Kind report={state.imported.report} />}
          </p>
          {(state.kind === 'sending' || state.kind === 'reading') && (
            <Bar
              label={name}
              share={state.kind === 'reading' ? 1 : state.share}
              text={outcomeWord(item, words)}
            />
          )}
          {why !== null && <p className="mt-1 max-w-prose text-body text-pretty">{why}</p>}
        </div>
        {/* One button for both, so that the focus stays where it is when a file is cancelled. */}
        {(mayTry || !isSettled(state)) && (
          <Button
            aria-label={mayTry ? words.againOf(name) : words.cancelOf(name)}
            onClick={mayTry ? onAgain : onCancel}
          >
            {mayTry ? words.again : words.cancel}
          </Button>
        )}
        {state.kind === 'done' && <Links {...state.imported} />}
      </div>
      {state.kind === 'done' && <ImportNotes report={state.imported.report} />}
    </article>
  );
}

function reasonWhy(
  { file, state }: ImportItem,
  words: PersonaWords['imports'],
  language: string,
): string | null {
  switch (state.kind) {
    case 'unfit':
      return state.why === 'empty'
        ? words.empty
        : words.tooLarge(bytesIn(language, file.size), FILE_LIMIT_MB);
    case 'failed':
      return state.cause === null ? words.noReport : reasonOf(state.cause);
    case 'done': {
      const { outcome, problem } = state.imported.report;
      if (outcome === 'refused') return problem ?? words.noReport;
      return outcome === 'already-here' ? words.alreadyHere : null;
    }
    case 'waiting':
    case 'sending':
    case 'reading':
    case 'cancelled':
      return null;
    default:
      return unreachable(state);
  }
}

/** By form and word, not by colour alone. */
function StateMark({ state, children }: { readonly state: ImportState; readonly children: string }) {
  const outcome = state.kind === 'done' ? state.imported.report.outcome : null;
  const look = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const icon = ((): ReactNode => {
    if (outcome === 'imported') return <CircleCheck {...look} className="text-ok" />;
    if (outcome === 'already-here') return <CircleMinus {...look} />;
    if (outcome === 'refused' || state.kind === 'unfit') return <CircleX {...look} className="text-danger" />;
    if (state.kind === 'failed') return <CircleAlert {...look} className="text-danger" />;
    return <CircleDashed {...look} />;
  })();
  return (
    <span className="inline-flex items-center gap-1 font-medium text-ink">
      {icon}
      {children}
    </span>
  );
}

function Kind({ report: { format, container } }: { readonly report: ImportReport }) {
  const { imports: words } = usePersonaWords();
  return (
    <span>
      <Dotted>
        {format && words.formats[format]}
        {container && words.containers[container]}
      </Dotted>
    </span>
  );
}

interface BarProps {
  readonly label: string;
  readonly share: number;
  readonly text: string;
}

function Bar({ label, share, text }: BarProps) {
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `progress` cannot be styled alike in all browsers
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
      className="mt-2 h-1.5 max-w-80 overflow-hidden rounded-full border border-line-strong bg-sunken"
    >
      <div
        className="h-full origin-left bg-accent rtl:origin-right"
        style={{ transform: `scaleX(${share})` }}
      />
    </div>
  );
}

const LOOK =
  'inline-flex min-h-11 max-w-full min-w-0 items-center text-body text-accent underline underline-offset-4 wrap-anywhere sm:max-w-64';

/** To what came in, or was there already. */
function Links({ report, castId }: { readonly report: ImportReport; readonly castId: string | null }) {
  const { imports: words } = usePersonaWords();
  const name = report.name === undefined ? null : isolate(report.name);
  if (castId !== null) {
    return (
      <Link to="/casts/$castId" params={{ castId }} className={LOOK}>
        {words.openCast(name ?? '')}
      </Link>
    );
  }
  const [personaId] = report.personaIds;
  if (personaId === undefined) return null;
  return (
    <Link to="/personas/$personaId" params={{ personaId }} className={LOOK}>
      {name === null ? words.openPersona : words.open(name)}
    </Link>
  );
}
