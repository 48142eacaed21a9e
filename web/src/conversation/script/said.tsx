import { memo, useMemo, useState } from 'react';
import { Cell, type Reading } from '../../live/cell.ts';
import { useReading } from '../../live/use-reading.ts';
import { useWords } from '../../words/use-words.ts';
import { CodeBlock } from './code-block.tsx';
import { freezeBlocks, noBlocks, type Block } from './freeze-blocks.ts';
import { trustedMarkdown, type MarkdownWords } from './safe-markdown.ts';
import './said.css';

/** The words of a line: whole, or as they come. One component for both, so that the end of a turn touches no node. */
export function Said({
  text,
  live,
  look = 'said',
}: {
  readonly text: string;
  /** The words so far, while they are still being spoken. */
  readonly live?: Reading<string> | undefined;
  readonly look?: 'said' | 'stage';
}) {
  const spoken = useReading(live ?? nothing);
  const words = useMarkdownWords();
  const blocks = useBlocks(live === undefined ? text : spoken);
  return (
    <div className="said" data-look={look} data-caret={live === undefined ? undefined : ''}>
      {blocks.map((block) => (
        <BlockView key={block.offset} block={block} words={words} />
      ))}
    </div>
  );
}

const nothing = new Cell('');

function useBlocks(text: string): readonly Block[] {
  const [reader] = useState(() => new BlockReader());
  return useMemo(() => reader.read(text), [reader, text]);
}

/** Remembers what is frozen, so that the next text is read from there. */
class BlockReader {
  #blocks = noBlocks;

  read(text: string): readonly Block[] {
    this.#blocks = freezeBlocks(this.#blocks, text);
    return [...this.#blocks.frozen, ...this.#blocks.open];
  }
}

function useMarkdownWords(): MarkdownWords {
  const { conversation } = useWords();
  return useMemo(
    () => ({ table: conversation.table, code: conversation.code, image: conversation.image }),
    [conversation],
  );
}

/** Drawn again only when its own text changed; a frozen block never is. */
const BlockView = memo(
  function BlockView({ block, words }: { readonly block: Block; readonly words: MarkdownWords }) {
    if (block.code) return <CodeBlock text={block.code.text} language={block.code.language} />;
    const html = trustedMarkdown(block.source, words);
    // oxlint-disable-next-line react/no-danger -- sanitized by trustedMarkdown
    return <div className="said-block" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
  },
  (before, after) => before.block.source === after.block.source && before.words === after.words,
);
