import { z } from 'zod';
import { settingsChangeSchema } from './conversation.ts';

/** A ready scene: press play and it talks. */
export const sceneSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** One sentence that sets the stage, spoken by the narrator. */
  premise: z.string(),
  topic: z.string(),
  format: z.string(),
  /** What the poster says under the title, such as "debate · 12 minutes". */
  billing: z.string(),
  personaIds: z.array(z.string()),
  /** A line of this scene, shown on its poster. */
  line: z.string(),
  settings: settingsChangeSchema.optional(),
});
export type Scene = z.infer<typeof sceneSchema>;
