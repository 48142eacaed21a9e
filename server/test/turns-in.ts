import { z } from 'zod';

const textSchema = z.union([
  z.string(),
  z
    .array(z.object({ text: z.string().optional() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);
const bodySchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: textSchema })).optional(),
  contents: z.array(z.object({ role: z.string(), parts: textSchema })).optional(),
});

/** The talk as it was sent to a vendor, whatever its protocol calls the two who talk. */
export function turnsIn(body: unknown): readonly { readonly role: string; readonly text: string }[] {
  const { messages = [], contents = [] } = bodySchema.parse(body);
  return [
    ...messages.map(({ role, content }) => ({ role, text: content })),
    ...contents.map(({ role, parts }) => ({ role: role === 'model' ? 'assistant' : role, text: parts })),
  ].filter(({ role }) => role !== 'system');
}
