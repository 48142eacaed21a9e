import type { Scene } from '@chimera/protocol/scene';
import type { Start } from '../queries/use-start-conversation.ts';

/** The conversation that a scene begins. */
export function startOfScene(scene: Scene): Start {
  return {
    title: scene.title,
    topic: scene.topic,
    premise: scene.premise,
    format: scene.format,
    seats: scene.personaIds.map((personaId) => ({ personaId })),
    ...(scene.settings && { settings: scene.settings }),
  };
}
