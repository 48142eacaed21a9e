import type { Session } from '@chimera/protocol/account';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useAccountWork, useSessions } from '../queries/use-account.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useToast } from '../ui/toast.tsx';
import { type Words, useWords } from '../words/use-words.ts';
import { Part } from '../ui/part.tsx';
import { clientName } from './client-name.ts';
import { Confirm } from './confirm.tsx';
import { ListStates } from './list-states.tsx';

const SHOWN_AT_FIRST = 8;

/** Where one is signed in, and how to end that. */
export function SessionsPart() {
  const { account: words } = useWords();
  const sessions = useSessions();
  const { endOtherSessions } = useAccountWork();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const hasOthers = sessions.data?.some(({ current }) => !current) === true;
  return (
    <Part
      title={words.sessions}
      {...(sessions.data !== undefined && { lead: hasOthers ? words.sessionsLead : words.noOthers })}
      aside={hasOthers && <Button onClick={() => setAsking(true)}>{words.endOthers}</Button>}
    >
      <ListStates asked={sessions} failed={words.sessionsFailed}>
        {(all) => <SessionList sessions={ordered(all)} />}
      </ListStates>
      {asking && (
        <Confirm
          title={words.endOthersAsk}
          description={words.endOthersHint}
          verb={words.endOthers}
          work={async () => {
            await endOtherSessions();
            toast.show({ text: words.othersEnded });
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Part>
  );
}

function SessionList({ sessions }: { readonly sessions: readonly Session[] }) {
  const { account: words } = useWords();
  const [all, setAll] = useState(false);
  const isCut = !all && sessions.length > SHOWN_AT_FIRST;
  return (
    <>
      <ul>
        {(isCut ? sessions.slice(0, SHOWN_AT_FIRST) : sessions).map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {isCut && (
        <Button variant="quiet" className="mt-2" onClick={() => setAll(true)}>
          {words.showAll(sessions.length)}
        </Button>
      )}
    </>
  );
}

function SessionRow({ session }: { readonly session: Session }) {
  const all = useWords();
  const { account: words, language } = all;
  const { endSession } = useAccountWork();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const name = nameOf(session, all);

  async function end(): Promise<void> {
    setBusy(true);
    try {
      await endSession(session.id);
    } catch (cause) {
      toast.show({ text: `${words.notDone} ${reasonOf(cause)}` });
      setBusy(false);
    }
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 text-body font-medium">
          <bdi className="[overflow-wrap:anywhere]" title={session.client}>
            {name}
          </bdi>
          {session.current && <Badge>{words.thisOne}</Badge>}
        </p>
        <p className="text-note text-muted [overflow-wrap:anywhere]">
          {session.address} · {words.lastUsed} <TimeAgo at={session.lastUsedAt} language={language} /> ·{' '}
          {words.since} <TimeAgo at={session.createdAt} language={language} />
        </p>
      </div>
      {!session.current && (
        <Button variant="quiet" busy={busy} aria-label={words.endSessionOf(name)} onClick={() => void end()}>
          {words.endSession}
        </Button>
      )}
    </li>
  );
}

function nameOf({ client }: Session, { account: words }: Words): string {
  const { program, system } = clientName(client);
  const known = program === '' ? words.unknownClient : program;
  return system === null ? known : words.clientOn(known, system);
}

/** This one first, then the one used last. */
function ordered(sessions: readonly Session[]): readonly Session[] {
  return sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt),
  );
}
