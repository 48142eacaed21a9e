import type { ListedPersona } from '@chimera/protocol/persona';
import { reasonOf } from '../../queries/reason-of.ts';
import { usePersonaVersion } from '../../queries/use-persona-versions.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Face } from '../../ui/face.tsx';
import { isolate } from '../../ui/isolate.ts';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetAbout } from '../page/sheet-about.tsx';
import { SheetLines } from '../page/sheet-lines.tsx';
import { SheetLore } from '../page/sheet-lore.tsx';
import { SheetManner } from '../page/sheet-manner.tsx';

export interface VersionSheetProps {
  readonly persona: ListedPersona;
  readonly version: number;
  readonly onRestore: () => void;
  readonly onClose: () => void;
}

/** A persona as it was. */
export function VersionSheet({ persona, version, onRestore, onClose }: VersionSheetProps) {
  const { versions: words } = usePersonaWords();
  const then = usePersonaVersion(persona.id, version);
  return (
    <Sheet
      title={`${isolate(then.data?.name ?? persona.name)} · ${words.version(version)}`}
      {...(then.data && { description: then.data.tagline })}
      wide
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button className="w-full" onClick={onRestore}>
          {words.restoreVersion(version)}
        </Button>
      }
    >
      {then.isPending && <Skeleton className="h-64 w-full" />}
      {then.isError && <VersionFailed query={then} />}
      {then.data && <Then persona={then.data} />}
    </Sheet>
  );
}

function Then({ persona }: { readonly persona: ListedPersona }) {
  const { id, name, avatar, lore } = persona;
  const seatNumber = seatOfColour(avatar.color, id);
  return (
    <>
      <div className="mb-4 flex justify-center">
        <Face name={name} seatNumber={seatNumber} size={96} avatar={avatar} />
      </div>
      <SheetAbout sheet={persona} />
      <SheetLines sheet={persona} seatNumber={seatNumber} />
      <SheetManner sheet={persona} />
      <SheetLore lore={lore} />
    </>
  );
}

/** A version that did not come, and once more. */
export function VersionFailed({
  query,
}: {
  readonly query: { readonly error: Error | null; readonly refetch: () => Promise<unknown> };
}) {
  const { common } = useWords();
  const { versions: words } = usePersonaWords();
  return (
    <ErrorBlock
      title={words.versionFailed}
      actions={<Button onClick={() => void query.refetch()}>{common.retry}</Button>}
    >
      {reasonOf(query.error)}
    </ErrorBlock>
  );
}
