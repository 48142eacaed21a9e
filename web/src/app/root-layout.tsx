import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { AccountGate } from './account-gate.tsx';
import { useAppActions } from './use-app-actions.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }));

/** What lies over every screen: the palette and the list of shortcuts. */
export function RootLayout() {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  useAppActions(setOpen);
  useFocusOnArrival();
  const close = () => setOpen(null);
  return (
    <>
      <AccountGate />
      <Suspense fallback={null}>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'shortcuts' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </>
  );
}

/** How long a screen may take to stand. */
const ARRIVAL_MS = 3000;

/** After a change of screen the focus begins at its main part: a screen reader hears where it is, Tab goes on there. */
function useFocusOnArrival(): void {
  const router = useRouter();
  useEffect(() => {
    let stop = () => {};
    const unsubscribe = router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || fromLocation === undefined) return;
      stop();
      focusMain();
      stop = keepFocusInMain();
    });
    return () => {
      stop();
      unsubscribe();
    };
  }, [router]);
}

function focusMain(): void {
  const main = document.querySelector('main');
  if (main === null) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}

/** While a screen still loads, its main part may come later, or another takes its place and the focus falls out. */
function keepFocusInMain(): () => void {
  const observer = new MutationObserver(() => {
    if (document.activeElement === document.body) focusMain();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(() => observer.disconnect(), ARRIVAL_MS);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
