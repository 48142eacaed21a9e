/** What a character says in `mes_example`, and how much of it others say. */
export interface Examples {
  readonly messages: readonly string[];
  readonly linesOfOthers: number;
}

const USERS = ['{{user}}', 'user', 'you'];

/**
 * The character's own lines in a text of example talk. Blocks begin with `<START>`; in them a line that begins
 * with somebody's name and a colon is theirs, and so are those that follow. A block without names is all its own.
 */
export function examplesIn(text: string, names: readonly string[]): Examples {
  const messages: string[] = [];
  let linesOfOthers = 0;
  for (const block of text.split(/<start>/i)) {
    const lines = block.split(/\r?\n/).map((line) => lineBy(line, names));
    let speaker = lines.some(({ by }) => by) ? 'others' : 'character';
    let message: string[] = [];
    for (const { by, words } of lines) {
      if (by) {
        messages.push(message.join('\n').trim());
        message = [];
        speaker = by;
      }
      if (speaker === 'character') message.push(words);
      else if (words.trim()) linesOfOthers += 1;
    }
    messages.push(message.join('\n').trim());
  }
  return { messages: messages.filter(Boolean), linesOfOthers };
}

/** Examples as text; each in a block of its own. */
export function exampleText(messages: readonly string[]): string {
  return messages.map((message) => `<START>\n{{char}}: ${message}`).join('\n');
}

function lineBy(line: string, names: readonly string[]): { by?: 'character' | 'others'; words: string } {
  const start = line.trimStart();
  if (startsAs(start, USERS)) return { by: 'others', words: line };
  const label = startsAs(start, ['{{char}}', ...names]);
  return label ? { by: 'character', words: start.slice(label).trimStart() } : { words: line };
}

/** How long the name and colon are with which a line begins; 0: it begins with none of these. */
function startsAs(line: string, names: readonly string[]): number {
  const found = names.find((name) => {
    const colon = line[name.length];
    return (
      (colon === ':' || colon === '：') && line.slice(0, name.length).toLowerCase() === name.toLowerCase()
    );
  });
  return found ? found.length + 1 : 0;
}
