import type { ErrorComponentProps } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { useWords } from '../words/use-words.ts';

/** A broken screen takes down itself, never the page. */
export function ScreenError({ reset }: ErrorComponentProps) {
  const { common, errors } = useWords();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-xl px-4 py-12 outline-none">
      <ErrorBlock
        title={errors.screen}
        actions={
          <>
            <Button onClick={reset}>{errors.reload}</Button>
            <Link
              to="/"
              className="control-height inline-flex items-center px-2 underline underline-offset-4"
            >
              {common.home}
            </Link>
          </>
        }
      >
        {errors.screenHint}
      </ErrorBlock>
    </main>
  );
}
