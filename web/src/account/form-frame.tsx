import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import type { Form } from './use-form.ts';

/** Fields, what is wrong with the whole above them, and the button that sends them. */
export function FormFrame({
  form,
  label,
  submit,
  notDone,
  wide = false,
  children,
}: {
  readonly form: Form;
  readonly label: string;
  readonly submit: string;
  /** Heading of what went wrong. */
  readonly notDone: string;
  /** The button takes the whole width. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const { attach, whole, busy, onSubmit } = form;
  return (
    <form ref={attach} noValidate aria-label={label} className="grid gap-4" onSubmit={onSubmit}>
      {whole !== null && (
        <div data-whole tabIndex={-1} className="rounded-card">
          <ErrorBlock title={notDone}>{whole}</ErrorBlock>
        </div>
      )}
      {children}
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        className={wide ? 'mt-2 w-full' : 'justify-self-start max-sm:w-full'}
      >
        {submit}
      </Button>
    </form>
  );
}
