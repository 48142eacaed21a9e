import type { ListedPersona } from '@chimera/protocol/persona';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { isMissing, usePersona } from '../../queries/use-persona.ts';
import { usePersonaVersion, usePersonaVersions } from '../../queries/use-persona-versions.ts';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { LoadingPage } from '../loading-page.tsx';
import { linkLook } from '../link-look.ts';
import { MissingPage } from '../missing-page.tsx';
import { compareSearchOf } from './compare-search.ts';
import { ComparedFields } from './compared-fields.tsx';
import { VersionFailed } from './version-sheet.tsx';

const route = getRouteApi('/page/personas/$personaId/versions');

/** Two versions of a persona, one beside the other. */
export function CompareScreen() {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const { personaId } = route.useParams();
  const persona = usePersona(personaId);
  if (persona.data !== undefined) return <Compare persona={persona.data} />;
  if (isMissing(persona.error)) {
    return <MissingPage title={words.missing} hint={words.missingHint} back={words.toGallery} />;
  }
  if (persona.isPending) return <LoadingPage title={common.personas} />;
  return (
    <Page title={common.personas} product={common.product}>
      <VersionFailed query={persona} />
    </Page>
  );
}

function Compare({ persona }: { readonly persona: ListedPersona }) {
  const { common } = useWords();
  const { versions: words } = usePersonaWords();
  const { id, name, version: newest } = persona;
  const search = compareSearchOf({ ...route.useSearch() });
  const right = search.right ?? newest;
  const left = search.left ?? Math.max(1, newest - 1);
  return (
    <Page
      title={words.compareTitle(isolate(name))}
      product={common.product}
      wide
      aside={
        <Link to="/personas/$personaId" params={{ personaId: id }} className={linkLook('secondary')}>
          {words.backTo(isolate(name))}
        </Link>
      }
    >
      {newest === 1 ? (
        <p className="text-body text-muted">{words.only}</p>
      ) : (
        <>
          <Choice persona={persona} left={left} right={right} />
          <Beside id={id} left={left} right={right} />
        </>
      )}
    </Page>
  );
}

interface Sides {
  readonly left: number;
  readonly right: number;
}

/** Which two. All versions that there may be can be chosen: they are numbered without a gap. */
function Choice({
  persona: { id, version: newest },
  left,
  right,
}: Sides & { readonly persona: ListedPersona }) {
  const { versions: words } = usePersonaWords();
  const navigate = route.useNavigate();
  const known = usePersonaVersions(id).data?.pages.flatMap(({ items }) => items) ?? [];
  const options = Array.from({ length: newest }, (_, index) => newest - index).map((version) => ({
    value: String(version),
    label: version === newest ? words.newestVersion(version) : words.version(version),
    // A gap would be one that the server no longer has.
    disabled: known.length === newest && !known.some((one) => one.version === version),
  }));
  const show = (sides: Sides) => void navigate({ search: sides, replace: true, resetScroll: false });
  return (
    <div className="sticky top-[var(--bar)] layer-bar mb-4 grid grid-cols-[1fr_auto_1fr] items-end gap-2 border-b border-line bg-surface py-3 sm:gap-8">
      <Field label={words.left}>
        {(control) => (
          <Select
            {...control}
            value={String(left)}
            options={options}
            onValueChange={(value) => show({ left: Number(value), right })}
          />
        )}
      </Field>
      <IconButton
        label={words.swap}
        icon={<ArrowLeftRight size={18} strokeWidth={1.5} aria-hidden="true" />}
        onClick={() => show({ left: right, right: left })}
      />
      <Field label={words.right}>
        {(control) => (
          <Select
            {...control}
            value={String(right)}
            options={options}
            onValueChange={(value) => show({ left, right: Number(value) })}
          />
        )}
      </Field>
    </div>
  );
}

function Beside({ id, left, right }: Sides & { readonly id: string }) {
  const { versions: words } = usePersonaWords();
  const [a, b] = [usePersonaVersion(id, left), usePersonaVersion(id, right)];
  const failed = [a, b].find(({ isError }) => isError);
  if (failed) return <VersionFailed query={failed} />;
  if (a.data === undefined || b.data === undefined) return <Skeleton className="h-64 w-full" />;
  return (
    <ComparedFields
      left={{ label: words.version(left), sheet: a.data }}
      right={{ label: words.version(right), sheet: b.data }}
    />
  );
}
