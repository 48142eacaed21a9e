import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';

const CONFIRMED_MS = 2000;

/** A piece of code: it scrolls sideways by itself, and its text can be taken along. */
export function CodeBlock({ text, language }: { readonly text: string; readonly language: string }) {
  const { conversation } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), CONFIRMED_MS);
  };
  return (
    <div className="said-block relative" dir="ltr">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by the arrow keys */}
      <figure className="said-scroll" tabIndex={0} aria-label={conversation.codeIn(language)}>
        <pre className="pr-14!">
          <code>{text}</code>
        </pre>
      </figure>
      <IconButton
        label={copied ? conversation.copied : conversation.copyCode}
        icon={
          copied ? (
            <Check size={16} strokeWidth={1.5} aria-hidden="true" />
          ) : (
            <Copy size={16} strokeWidth={1.5} aria-hidden="true" />
          )
        }
        onClick={() => void copy().catch(() => setCopied(false))}
        className="absolute top-1 right-1 size-8! bg-sunken touch:size-11!"
      />
    </div>
  );
}
