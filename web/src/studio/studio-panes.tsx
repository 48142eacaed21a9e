import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { tabLook } from '../ui/tabs.tsx';
import { useMedia, WIDE } from '../ui/use-media.ts';
import { useStudioWords } from '../words/use-studio-words.ts';

export type Pane = 'form' | 'preview' | 'told';

export interface StudioPanesProps {
  /** The one that is shown where there is room for one. */
  readonly pane: Pane;
  readonly onPaneChange: (pane: Pane) => void;
  readonly head: ReactNode;
  readonly form: ReactNode;
  readonly preview: ReactNode;
  readonly told: ReactNode;
}

const panes = ['form', 'preview', 'told'] as const;

/**
 * The sheet beside what comes of it; tabs where there is no room for both. All of it stays there, whichever is shown:
 * a talk that is under way goes on, and what is half typed is not lost.
 */
export function StudioPanes({ pane, onPaneChange, head, form, preview, told }: StudioPanesProps) {
  const words = useStudioWords();
  const labels: Record<Pane, string> = { form: words.form, preview: words.tryOut, told: words.told };
  const isWide = useMedia(WIDE);
  const part = (name: Pane) =>
    isWide ? { role: 'region', 'aria-label': labels[name], 'aria-labelledby': undefined, tabIndex: -1 } : {};
  return (
    <Tabs.Root
      value={pane}
      onValueChange={(next) => onPaneChange(panes.find((one) => one === next) ?? 'form')}
      className="lg:grid lg:grid-cols-[minmax(0,560px)_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:gap-x-10"
    >
      <div className="pt-8">{head}</div>
      {!isWide && (
        <Tabs.List
          aria-label={words.panes}
          className="sticky top-[var(--bar)] layer-bar -mx-4 flex gap-1 overflow-x-auto border-b border-line bg-surface px-4 sm:mx-0 sm:px-0"
        >
          {panes.map((name) => (
            <Tabs.Trigger key={name} value={name} className={tabLook}>
              {labels[name]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      )}
      <Tabs.Content
        value="form"
        forceMount
        {...part('form')}
        className="min-w-0 outline-none max-lg:data-[state=inactive]:hidden lg:col-start-1 lg:row-start-2"
      >
        {form}
      </Tabs.Content>
      <div className={besideLook}>
        <Tabs.Content value="preview" forceMount {...part('preview')} className={paneLook}>
          <PaneBody title={labels.preview}>{preview}</PaneBody>
        </Tabs.Content>
        <Tabs.Content value="told" forceMount {...part('told')} className={paneLook}>
          <PaneBody title={labels.told}>{told}</PaneBody>
        </Tabs.Content>
      </div>
    </Tabs.Root>
  );
}

/** Beside the form both stay in view; in a low window they go along with it. */
const besideLook =
  'grid min-w-0 gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:my-4 lg:grid-rows-[minmax(0,3fr)_minmax(0,2fr)] lg:self-start lg:[@media(min-height:40rem)]:sticky lg:[@media(min-height:40rem)]:top-[calc(var(--bar)+16px)] lg:[@media(min-height:40rem)]:h-[calc(100dvh-var(--bar)-32px)] xl:grid-cols-2 xl:grid-rows-1';

const paneLook =
  'flex min-h-0 min-w-0 flex-col outline-none max-lg:pt-4 max-lg:data-[state=inactive]:hidden lg:rounded-card lg:border lg:border-line lg:bg-raised';

function PaneBody({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h2 className="font-serif text-head font-medium max-lg:sr-only lg:border-b lg:border-line lg:px-5 lg:py-3">
        {title}
      </h2>
      <div
        data-scroller
        className="relative min-h-0 lg:flex-1 lg:overflow-y-auto lg:overscroll-contain lg:p-5"
      >
        {children}
      </div>
    </>
  );
}
