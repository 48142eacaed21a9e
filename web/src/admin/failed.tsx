import { reasonOf } from '../queries/reason-of.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { useWords } from '../words/use-words.ts';

export interface FailedProps {
  /** What could not be done. */
  readonly title: string;
  readonly hint?: string;
  readonly query: {
    readonly error: Error | null;
    readonly isFetching: boolean;
    readonly refetch: () => Promise<unknown>;
  };
}

/** Something that was asked for did not come: why, and once more. */
export function Failed({ title, hint, query }: FailedProps) {
  const { common } = useWords();
  const reason = reasonOf(query.error);
  return (
    <div className="mb-4">
      <ErrorBlock
        title={title}
        actions={
          <Button busy={query.isFetching} onClick={() => void query.refetch()}>
            {common.retry}
          </Button>
        }
      >
        {hint === undefined ? reason : `${reason} ${hint}`}
      </ErrorBlock>
    </div>
  );
}
