import { Link } from '@tanstack/react-router';
import { useWords } from '../words/use-words.ts';

export function NotFound() {
  const { common, errors } = useWords();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-xl px-4 py-12 outline-none">
      <h1 className="font-serif text-title font-medium">{errors.notFound}</h1>
      <p className="mt-2 text-body text-muted">{errors.notFoundHint}</p>
      <Link
        to="/"
        className="control-height mt-4 inline-flex min-w-11 items-center text-accent underline underline-offset-4"
      >
        {common.home}
      </Link>
    </main>
  );
}
