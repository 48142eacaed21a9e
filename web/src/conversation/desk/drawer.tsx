import { useReading } from '../../live/use-reading.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage, type DrawerTab } from '../stage.tsx';
import { CastList } from './cast-list.tsx';
import { Direct, Part } from './direct.tsx';
import { EstimateLine } from './estimate-line.tsx';
import { LimitMeters } from './limit-meters.tsx';
import { Limits } from './limits.tsx';
import { Queue } from './queue.tsx';
import { Record } from './record.tsx';

const tabIds: readonly DrawerTab[] = ['direct', 'cast', 'limits', 'record'];

/** Everything that does not fit the bar: a sheet on a phone, a drawer elsewhere. */
export function Drawer() {
  const { drawer } = useStage();
  const { conversation: words } = useWords();
  const tab = useReading(drawer);
  if (tab === null) return null;
  return (
    <Sheet title={words.director} open onOpenChange={(open) => !open && drawer.set(null)}>
      <Tabs
        label={words.tabs}
        value={tab}
        onValueChange={(value) => drawer.set(tabIds.find((id) => id === value) ?? 'direct')}
        tabs={[
          { id: 'direct', label: words.direct, content: <Direct /> },
          { id: 'cast', label: words.castTab, content: <CastList /> },
          { id: 'limits', label: words.limits, content: <Limits /> },
          { id: 'record', label: words.record, content: <Record /> },
        ]}
      />
    </Sheet>
  );
}

/** On a wide wall the gist of the drawer stands beside the script for good. */
export function SidePanel() {
  const { conversation: words } = useWords();
  return (
    <aside
      id="panel"
      tabIndex={-1}
      aria-label={words.director}
      className="flex w-90 shrink-0 flex-col gap-8 overflow-y-auto region border-l border-line p-6"
    >
      <Part title={words.upNext}>
        <Queue />
      </Part>
      <Part title={words.thisConversation}>
        <LimitMeters />
        <div className="mt-4">
          <EstimateLine />
        </div>
      </Part>
    </aside>
  );
}
