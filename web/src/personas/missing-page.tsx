import { Link } from '@tanstack/react-router';
import { Page } from '../ui/page.tsx';
import { useWords } from '../words/use-words.ts';
import { linkLook } from './link-look.ts';

/** There is no such thing: what may have happened, and the way back. */
export function MissingPage({
  title,
  hint,
  back,
}: {
  readonly title: string;
  readonly hint: string;
  readonly back: string;
}) {
  const { common } = useWords();
  return (
    <Page title={title} product={common.product} lead={hint}>
      <Link to="/personas" className={linkLook('secondary')}>
        {back}
      </Link>
    </Page>
  );
}
