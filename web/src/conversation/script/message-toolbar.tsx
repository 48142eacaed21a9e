import type { Message } from '@chimera/protocol/message';
import { Copy, Ellipsis, FileText, GitBranch, Pencil, RotateCcw } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useRef, useState, type ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useMessageActions } from './use-message-actions.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly key: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

/**
 * What one can do with a line. With a mouse or keys a toolbar beside it; on touch a button that opens a sheet, as a
 * toolbar would cover the words. It lies over the page and moves nothing.
 */
export function MessageToolbar({
  id,
  message,
  active,
  joined,
}: {
  readonly id: string;
  readonly message: Message;
  /** The line is pointed at or has the focus. */
  readonly active: boolean;
  readonly joined: boolean;
}) {
  const { conversation: words } = useWords();
  const [sheet, setSheet] = useState(false);
  const entries = useEntries(id, message);
  return (
    <>
      {active && (
        <Toolbar.Root
          aria-label={words.messageActions}
          className={classNames(
            'absolute right-0 layer-bar hidden rounded-card border border-line bg-raised p-0.5 mouse:flex',
            'group-focus-within/row:flex touch:hidden! min-[1240px]:left-full min-[1240px]:right-auto min-[1240px]:ml-3',
            joined ? '-top-3 min-[1240px]:top-2' : '-top-2 min-[1240px]:top-4',
          )}
        >
          {entries.map((entry) => (
            <Tooltip key={entry.id} text={entry.label} shortcut={entry.key}>
              <Toolbar.Button
                aria-label={entry.label}
                onClick={entry.run}
                className="inline-grid size-8 place-items-center rounded-card text-ink hover:bg-sunken"
              >
                {entry.icon}
              </Toolbar.Button>
            </Tooltip>
          ))}
        </Toolbar.Root>
      )}
      <MoreButton
        label={words.messageActions}
        headed={!joined && message.author.kind !== 'narrator'}
        onOpen={() => setSheet(true)}
      />
      {sheet && (
        <Sheet title={words.messageActions} open onOpenChange={setSheet} height={0.6}>
          <ul className="grid gap-1">
            {entries.map((entry) => (
              <li key={entry.id}>
                <button
                  type="button"
                  onClick={() => {
                    setSheet(false);
                    entry.run();
                  }}
                  className="control-height flex w-full items-center gap-4 rounded-card px-2 text-left text-body hover:bg-sunken"
                >
                  {entry.icon}
                  {entry.label}
                </button>
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </>
  );
}

/** In view only on touch; elsewhere the toolbar does its work and screen readers find it here. */
function MoreButton({
  label,
  headed,
  onOpen,
}: {
  readonly label: string;
  /** The name and the time stand beside it. */
  readonly headed: boolean;
  readonly onOpen: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <button
      ref={button}
      type="button"
      tabIndex={-1}
      aria-label={label}
      aria-haspopup="dialog"
      onClick={onOpen}
      className={classNames(
        'sr-only touch:not-sr-only touch:absolute! touch:grid! touch:size-11! touch:place-items-center touch:text-muted',
        headed ? 'touch:top-4 touch:right-12' : 'touch:top-3 touch:right-0',
      )}
    >
      <Ellipsis size={20} strokeWidth={1.5} aria-hidden="true" />
    </button>
  );
}

function useEntries(id: string, message: Message): readonly Entry[] {
  const { editing, prompted } = useStage();
  const { conversation: words } = useWords();
  const actions = useMessageActions();
  const look = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;
  const all: Entry[] = [
    {
      id: 'copy',
      label: words.copyMessage,
      key: 'c',
      icon: <Copy {...look} />,
      run: () => actions.copy(message),
    },
    {
      id: 'again',
      label: words.again,
      key: 'r',
      icon: <RotateCcw {...look} />,
      run: () => actions.again(message),
    },
    { id: 'edit', label: words.edit, key: 'e', icon: <Pencil {...look} />, run: () => editing.set(id) },
    {
      id: 'branch',
      label: words.branch,
      key: 'b',
      icon: <GitBranch {...look} />,
      run: () => actions.branch(message),
    },
    {
      id: 'prompt',
      label: words.seePrompt,
      key: 'p',
      icon: <FileText {...look} />,
      run: () => prompted.set(message),
    },
  ];
  // What a person said was sent to nobody, and cannot be asked for again.
  return message.brain
    ? all
    : all.filter(({ id }) => id !== 'prompt' && (id !== 'again' || message.turnId !== undefined));
}
