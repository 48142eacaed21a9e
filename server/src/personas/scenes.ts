import { type Scene, sceneSchema } from '@chimera/protocol/scene';
import { z } from 'zod';
import { personaById } from './catalog.ts';
import { loadData } from './data.ts';
import { formatById } from './formats.ts';
import data from './scenes.json' with { type: 'json' };

const sceneFileSchema = z.array(
  sceneSchema.superRefine((scene, context) => {
    for (const id of scene.personaIds) {
      if (!personaById(id)) context.addIssue(`Scene ${scene.id} names ${id}, and there is no such persona.`);
    }
    if (!formatById(scene.format)) {
      context.addIssue(`Scene ${scene.id} names the format ${scene.format}, and there is no such format.`);
    }
  }),
);

const scenes: readonly Scene[] = loadData('scenes.json', sceneFileSchema, data);

/** The ready scenes, in the order of their posters. */
export function builtInScenes(): readonly Scene[] {
  return scenes;
}

export function sceneById(id: string): Scene | undefined {
  return scenes.find((scene) => scene.id === id);
}
