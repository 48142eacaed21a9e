const VOCABULARY =
  'amber barley candle drift ember falcon garden harbour island jasmine kettle lantern meadow needle orchard pebble quarry ribbon saffron timber umbrella velvet willow yarrow zephyr anchor beacon cedar dune eagle ferry granite heather inkwell juniper kite lagoon marble nutmeg oyster pier quill reed slate thimble urchin vessel walnut acorn bellows copper dapple'.split(
    ' ',
  );

/** A line of so many words that no other number has: talk that repeats itself would be stopped. */
export function lineOf(number: number, words: number): string {
  const start = (number * 17) % VOCABULARY.length;
  const step = 1 + ((number * 7) % (VOCABULARY.length - 1));
  const said = Array.from(
    { length: words - 1 },
    (_, index) => VOCABULARY[(start + index * step) % VOCABULARY.length],
  );
  return `Number${number + 1} ${said.join(' ')}.`;
}

/** The pieces in which a model sends a line: word by word. */
export function wordsOf(line: string): readonly string[] {
  return line.match(/\S+\s*/g) ?? [];
}

/** The smallest pieces in which a model can send a line. */
export function charactersOf(line: string): readonly string[] {
  return line.match(/./gsu) ?? [];
}
