import { formatDocumentSchema } from './format.ts';
import { problemsOf } from './format-problems.ts';

/** A format as somebody writes it: parts that do not fit together are named by their place. */
export const newFormatSchema = formatDocumentSchema.superRefine((format, context) => {
  for (const { path, message } of problemsOf(format)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});
