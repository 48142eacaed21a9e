import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useAppActions } from './use-app-actions.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }));

/** What lies over every screen: the palette and the list of shortcuts. */
export function RootLayout() {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  useAppActions(setOpen);
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
