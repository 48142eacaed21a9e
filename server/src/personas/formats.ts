import { type Format, formatSchema } from '@chimera/protocol/format';
import { problemsOf } from '@chimera/protocol/format-problems';
import { z } from 'zod';
import { loadData } from './data.ts';
import data from './formats.json' with { type: 'json' };

const soundFormatSchema = formatSchema.superRefine((format, context) => {
  for (const { message } of problemsOf(format)) context.addIssue(`Format ${format.id}: ${message}`);
});
const formats: readonly Format[] = loadData('formats.json', z.array(soundFormatSchema), data);
const byId = new Map(formats.map((format) => [format.id, format]));

/** Other names by which a format may be asked for. */
const aliases = new Map([['natural', 'free-talk']]);

export function builtInFormats(): readonly Format[] {
  return formats;
}

export function formatById(id: string): Format | undefined {
  return byId.get(aliases.get(id) ?? id);
}
