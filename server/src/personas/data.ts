import { z } from 'zod';

/** Parses a file that ships with the server; a mistake in it stops the start and names file and field. */
export function loadData<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  data: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new Error(
    `server/src/personas/${file} is not valid. Correct it and start again.\n${z.prettifyError(parsed.error)}`,
  );
}
