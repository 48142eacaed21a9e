import type { AnswerOf } from '@chimera/protocol/api';
import { Link } from '@tanstack/react-router';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { linkLook } from '../link-look.ts';
import { fieldName } from './field-name.ts';

export interface VersionRowProps {
  readonly personaId: string;
  readonly item: AnswerOf<'listPersonaVersions'>['items'][number];
  readonly newest: number;
  readonly onLook: () => void;
  readonly onRestore: () => void;
}

/** One version: what changed with it, when, and what one can do with it. */
export function VersionRow({ personaId, item, newest, onLook, onRestore }: VersionRowProps) {
  const { common, language } = useWords();
  const { versions: words } = usePersonaWords();
  const { version, savedAt, changed } = item;
  const fields = changed.map((field) => fieldName(field, words.fields).toLocaleLowerCase(language));
  const what =
    fields.length > 0
      ? words.changed(common.names(fields))
      : version === 1
        ? words.first
        : words.nothingChanged;
  return (
    <article className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="flex flex-wrap items-center gap-2 text-body font-medium">
          {words.version(version)}
          {version === newest && <Badge>{words.newest}</Badge>}
        </h3>
        <p className="text-body text-muted">{what}</p>
        <p className="text-note text-muted">
          <TimeAgo at={savedAt} language={language} />
        </p>
      </div>
      {version !== newest && (
        <div className="-ml-4 flex flex-wrap">
          <Button variant="quiet" aria-label={words.lookAt(version)} onClick={onLook}>
            {words.look}
          </Button>
          <Link
            to="/personas/$personaId/versions"
            params={{ personaId }}
            search={{ left: version, right: newest }}
            aria-label={words.compareWithNewest(version)}
            className={linkLook('quiet')}
          >
            {words.compare}
          </Link>
          <Button variant="quiet" aria-label={words.restoreVersion(version)} onClick={onRestore}>
            {words.restore}
          </Button>
        </div>
      )}
    </article>
  );
}
