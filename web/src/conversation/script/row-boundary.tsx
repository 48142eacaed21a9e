import { Component, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/use-words.ts';

/** A line that cannot be drawn takes down its row, not the script. */
export class RowBoundary extends Component<
  { readonly text: string; readonly children: ReactNode },
  { readonly broken: boolean }
> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken text={this.props.text} /> : this.props.children;
  }
}

function Broken({ text }: { readonly text: string }) {
  const { conversation: words } = useWords();
  return (
    <p className="flex flex-wrap items-center gap-4 text-body text-muted">
      {words.cannotShow}
      <Button onClick={() => void navigator.clipboard.writeText(text)}>{words.copyItsText}</Button>
    </p>
  );
}
