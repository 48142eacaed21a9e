import process from 'node:process';
import { createInterface } from 'node:readline';
import type { z } from 'zod';

/** Standard input, line by line; blank lines are passed over. What is not as wanted says at which line. */
export async function* jsonLines<T>(schema: z.ZodType<T>): AsyncGenerator<T> {
  let place = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    place += 1;
    if (line.trim() !== '') yield parsed(line, schema, place);
  }
}

function parsed<T>(line: string, schema: z.ZodType<T>, place: number): T {
  const result = schema.safeParse(valueOf(line, place));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new Error(`Line ${place} is not what is wanted. ${problems.join('; ')}`);
}

function valueOf(line: string, place: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`Line ${place} is no JSON.`, { cause });
  }
}
