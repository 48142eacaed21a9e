import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
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
      <Outlet />
      <Suspense fallback={null}>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'shortcuts' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </>
  );
}

/** After a change of screen the focus begins at its main part: a screen reader hears where it is, Tab goes on there. */
function useFocusOnArrival(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        const main = document.querySelector('main');
        if (main === null) return;
        main.tabIndex = -1;
        main.focus({ preventScroll: true });
      }),
    [router],
  );
}
