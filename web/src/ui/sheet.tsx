import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import { classNames } from './class-names.ts';
import { useCloseWord } from './close-word.tsx';
import { IconButton } from './icon-button.tsx';
import { useScrollLock } from './use-scroll-lock.ts';
import { useVisibleHeight } from './use-visible-height.ts';

export interface SheetProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** One sentence under the title. */
  readonly description?: string;
  readonly children: ReactNode;
  /** Stays in view under the scrolling part. */
  readonly footer?: ReactNode;
  /** As a drawer it is wider where there is room: for what is read. */
  readonly wide?: boolean;
  /** Share of the visible height that it takes as a bottom sheet, from 0 to 1. */
  readonly height?: number;
}

/** A bottom sheet below 640 px, a drawer at the right above. One component, two looks. */
export function Sheet({
  title,
  open,
  onOpenChange,
  description,
  children,
  footer,
  wide = false,
  height = 0.85,
}: SheetProps) {
  const closeWord = useCloseWord();
  const visible = useVisibleHeight(open);
  const content = useRef<HTMLDivElement>(null);
  const opener = useRef<Element>(null);
  useScrollLock(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* Not Radix' own overlay, which writes style sheets at run time. */}
        <div className="fixed inset-0 layer-sheet animate-fade bg-scrim" />
        <Radix.Content
          ref={content}
          // The sheet itself, not its first button: what it is comes before how to leave it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            opener.current = document.activeElement;
            content.current?.focus();
          }}
          // Radix gives the focus back to its own trigger; a sheet has none.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          {...(description === undefined && { 'aria-describedby': undefined })}
          style={{
            '--visible': `${visible.heightPx}px`,
            '--below': `${visible.belowPx}px`,
            '--share': height,
          }}
          className={classNames(
            'fixed right-0 layer-sheet flex flex-col bg-raised text-ink shadow-above outline-none',
            'bottom-[var(--below)] left-0 max-h-[calc(var(--visible)*var(--share))] animate-rise rounded-t-card pb-[env(safe-area-inset-bottom)]',
            'sm:top-0 sm:bottom-0 sm:left-auto sm:max-h-none sm:w-[400px] sm:animate-slide sm:rounded-none sm:border-l sm:border-line',
            wide && 'lg:w-[560px]',
          )}
        >
          <header className="flex items-start gap-2 border-b border-line py-2 pr-2 pl-4">
            <div className="flex-1 py-2">
              <Radix.Title className="font-serif text-head font-medium">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="text-body text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={closeWord} icon={<X size={20} strokeWidth={1.5} aria-hidden="true" />} />
            </Radix.Close>
          </header>
          <section
            aria-label={title}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so a keyboard must reach it
            tabIndex={0}
            className="min-h-0 flex-1 scroll-pb-24 overflow-y-auto overscroll-contain p-4 -outline-offset-2"
          >
            {children}
          </section>
          {footer !== undefined && <footer className="border-t border-line p-4">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
