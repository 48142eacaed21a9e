import type { Connection } from '@chimera/protocol/provider';
import { useWords } from '../words/use-words.ts';

/** Where a connection comes from, where it leads, and the end of its key. */
export function ConnectionFacts({
  connection,
  sourceSaid,
}: {
  readonly connection: Connection;
  /** It is said already where it comes from. */
  readonly sourceSaid: boolean;
}) {
  const { providers: words } = useWords();
  const { keyLast4, baseUrl, kind } = connection;
  if (kind === 'demo') return null;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-note text-muted">
      {keyLast4 !== undefined && (
        <span>
          <span aria-hidden="true">{words.key(keyLast4)}</span>
          <span className="sr-only">{words.keyRead(keyLast4)}</span>
        </span>
      )}
      {!sourceSaid && <span>{words[sourceOf(connection)]}</span>}
      {baseUrl !== undefined && <span className="font-code break-all">{baseUrl}</span>}
    </p>
  );
}

const loopback = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/;

/** Who made a connection, as the name of the words for it. */
export function sourceOf({ builtIn, kind, baseUrl = '' }: Connection) {
  if (kind === 'demo') return 'builtIn';
  if (!builtIn) return 'addedHere';
  const isLocal = kind === 'ollama' || kind === 'lmstudio';
  return isLocal && loopback.test(baseUrl) ? 'foundHere' : 'fromEnvironment';
}
