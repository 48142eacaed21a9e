import process from 'node:process';
import { createInterface } from 'node:readline';

/** Standard input, parsed line by line; blank lines are passed over. What is no JSON says at which line. */
export async function* jsonLines(): AsyncGenerator<unknown> {
  let place = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    place += 1;
    if (line.trim() !== '') yield parsed(line, place);
  }
}

function parsed(line: string, place: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`Line ${place} is no JSON.`, { cause });
  }
}
