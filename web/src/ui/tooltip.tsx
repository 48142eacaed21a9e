import { Slot } from 'radix-ui';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './kbd.tsx';
import { overlayHome } from './overlay-home.ts';
import { tooltipPlace } from './tooltip-place.ts';

const DELAY_MS = 400;
/** Time to move the pointer from the control to the words without losing them. */
const GRACE_MS = 150;

export interface TooltipProps {
  readonly text?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** True when the control is called the same already, so that nobody hears it twice. */
  readonly isName?: boolean;
  /** A press shows it too: for a control that does nothing else. */
  readonly onPress?: boolean;
  /** One element that takes a ref and handlers. */
  readonly children: ReactNode;
}

/**
 * A sentence at a control: on hover after a moment, on focus at once. It stays while it is pointed at and closes by
 * Escape. Made by hand, because a general library for placing things would be a tenth of the first load.
 */
export function Tooltip({
  text,
  shortcut,
  side = 'top',
  isName = false,
  onPress = false,
  children,
}: TooltipProps) {
  const id = useId();
  const trigger = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);

  function later(next: boolean, delayMs: number): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), delayMs);
  }
  function now(next: boolean): void {
    clearTimeout(timer.current);
    setOpen(next);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <>
      <Slot.Root
        ref={trigger}
        {...(open && !isName && { 'aria-describedby': id })}
        onPointerEnter={(event: PointerEvent) => event.pointerType !== 'touch' && later(true, DELAY_MS)}
        onPointerLeave={() => later(false, GRACE_MS)}
        onPointerDown={() => now(false)}
        onFocus={() => trigger.current?.matches(':focus-visible') === true && now(true)}
        onClick={() => onPress && now(true)}
        onBlur={() => now(false)}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && now(false)}
      >
        {children}
      </Slot.Root>
      {open && (text !== undefined || shortcut !== undefined) && (
        <TooltipBubble
          id={id}
          trigger={trigger}
          side={side}
          onPointerEnter={() => clearTimeout(timer.current)}
          onPointerLeave={() => later(false, GRACE_MS)}
          onEscape={() => now(false)}
        >
          {text}
          {shortcut !== undefined && <Kbd keys={shortcut} />}
        </TooltipBubble>
      )}
    </>
  );
}

interface TooltipBubbleProps {
  readonly id: string;
  readonly trigger: { readonly current: HTMLElement | null };
  readonly side: NonNullable<TooltipProps['side']>;
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onEscape: () => void;
  readonly children: ReactNode;
}

function TooltipBubble({ id, trigger, side, onEscape, children, ...handlers }: TooltipBubbleProps) {
  const bubble = useRef<HTMLDivElement>(null);
  // With every drawing: the words may change while they are shown.
  useLayoutEffect(() => {
    const [anchor, box] = [trigger.current, bubble.current];
    if (!anchor || !box) return;
    const page = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { left, top } = tooltipPlace(
      anchor.getBoundingClientRect(),
      box.getBoundingClientRect(),
      page,
      side,
    );
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
  });
  useEffect(() => {
    // The pointer may have opened it while the focus is elsewhere.
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') onEscape();
    };
    document.addEventListener('keydown', onKeyDown);
    window.addEventListener('scroll', onEscape, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('scroll', onEscape, { capture: true });
    };
  }, [onEscape]);
  return createPortal(
    <div
      ref={bubble}
      id={id}
      role="tooltip"
      {...handlers}
      className="fixed top-0 left-0 layer-menu flex w-max max-w-72 animate-fade items-center gap-2 rounded-card bg-ink px-3 py-2 text-note text-surface shadow-above [&_kbd]:border-current [&_kbd]:text-inherit"
    >
      {children}
    </div>,
    overlayHome(trigger.current),
  );
}
