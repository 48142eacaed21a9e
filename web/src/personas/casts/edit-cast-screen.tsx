import { ApiError } from '@chimera/client/api-error';
import type { Cast } from '@chimera/protocol/cast';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type FieldErrors, fieldErrorsOf } from '../../queries/field-errors.ts';
import { useChangeCast, useCreateCast } from '../../queries/use-casts.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Page } from '../../ui/page.tsx';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { type CastDraft, documentOf, draftOf, emptyDraft } from './cast-draft.ts';
import { CastForm } from './cast-form.tsx';
import { CastGate } from './cast-screen.tsx';

const route = getRouteApi('/page/casts/$castId/edit');

/** Where the server's errors can stand. */
const SHOWN = ['name', 'line', 'topic', 'premise', 'format', 'seats'];

/** A new cast. */
export function NewCastScreen() {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const { mutateAsync, isPending } = useCreateCast();
  const done = useDone();
  const [errors, setErrors] = useState<FieldErrors | null>(null);

  async function keep(draft: CastDraft): Promise<void> {
    setErrors(null);
    try {
      await done(await mutateAsync(documentOf(draft, undefined)));
    } catch (cause) {
      setErrors(fieldErrorsOf(cause, SHOWN));
    }
  }

  return (
    <Page title={words.newTitle} product={common.product}>
      <CastForm
        initial={emptyDraft}
        ownFormat={undefined}
        busy={isPending}
        errors={errors}
        onKeep={(draft) => void keep(draft)}
        cancelTo={null}
      />
    </Page>
  );
}

/** One's own cast, to change. One that is built in leads to its page, where it can be copied. */
export function EditCastScreen() {
  const { casts: words } = usePersonaWords();
  const { castId } = route.useParams();
  return (
    <CastGate castId={castId} title={words.title}>
      {(cast) => <EditCast key={cast.id} cast={cast} />}
    </CastGate>
  );
}

function EditCast({ cast: newest }: { readonly cast: Cast }) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  // What is being changed stays as it was when the page was opened, until one takes what is there now.
  const [cast, setCast] = useState(newest);
  const { mutateAsync, isPending } = useChangeCast();
  const done = useDone();
  const [errors, setErrors] = useState<FieldErrors | null>(null);
  const [isBehind, setIsBehind] = useState(false);

  async function keep(draft: CastDraft): Promise<void> {
    setErrors(null);
    try {
      const change = { ...documentOf(draft, cast.format), version: cast.version };
      await done(await mutateAsync({ id: cast.id, change }));
    } catch (cause) {
      if (cause instanceof ApiError && cause.status === 409) setIsBehind(true);
      else setErrors(fieldErrorsOf(cause, SHOWN));
    }
  }

  return (
    <Page title={words.editTitle(isolate(cast.name))} product={common.product}>
      {isBehind && (
        <div role="alert" className="mb-6">
          <Banner
            tone="warning"
            actions={
              newest.version !== cast.version && (
                <Button
                  onClick={() => {
                    setCast(newest);
                    setIsBehind(false);
                  }}
                >
                  {words.takeNewest}
                </Button>
              )
            }
          >
            {words.changedElsewhere}
          </Banner>
        </div>
      )}
      <CastForm
        key={cast.version}
        initial={draftOf(cast)}
        ownFormat={typeof cast.format === 'object' ? cast.format : undefined}
        busy={isPending}
        errors={errors}
        onKeep={(draft) => void keep(draft)}
        cancelTo={cast.id}
      />
    </Page>
  );
}

/** Says that it is kept, and goes to its page. */
function useDone() {
  const { casts: words } = usePersonaWords();
  const toast = useToast();
  const navigate = useNavigate();
  return async ({ id, name }: Cast) => {
    toast.show({ text: words.kept(isolate(name)) });
    await navigate({ to: '/casts/$castId', params: { castId: id } });
  };
}
