import { readFileSync } from 'node:fs';
import { type Scene, sceneSchema } from '@chimera/protocol/conversation';
import { type Format, formatSchema } from '@chimera/protocol/format';
import { type Persona, personaSchema } from '@chimera/protocol/persona';
import { z } from 'zod';
import { rehearse, type Rehearsal, type Tell } from './rehearse.ts';

/** A scene that ships with the server, with all that is needed to rehearse it. */
export interface ReadyScene {
  readonly scene: Scene;
  readonly cast: readonly Persona[];
  readonly format: Format | undefined;
}

/** Read from the data files: providers do not import the personas that they play. */
export function readyScenes(): readonly ReadyScene[] {
  const formats = readData('formats.json', z.array(formatSchema));
  return readData('scenes.json', z.array(sceneSchema)).map((scene) => ({
    scene,
    cast: scene.personaIds.map(readPersona),
    format: formats.find(({ id }) => id === scene.format),
  }));
}

export function rehearseScene(
  { scene, cast, format }: ReadyScene,
  { turns, seed }: { readonly turns: number; readonly seed: string },
): Rehearsal {
  const scripted = format?.phases.some(({ tell }) => tell !== undefined) ? format : undefined;
  return rehearse(scene.topic, cast, {
    turns,
    seed,
    tell: (turn) => (scripted ? tellAt(scripted, turn, cast.length) : null),
  });
}

/** The phase that a turn falls into; after the last one the longest phase goes on. */
function tellAt(format: Format, turn: number, seats: number): Tell {
  const ends = format.phases.map((_, index) =>
    format.phases.slice(0, index + 1).reduce((sum, { turns = Number.POSITIVE_INFINITY }) => sum + turns, 0),
  );
  const longest = format.phases.reduce((a, b) => ((b.turns ?? 0) > (a.turns ?? 0) ? b : a));
  const phase = format.phases.find((_, index) => turn < (ends[index] ?? 0)) ?? longest;
  const speakers = phase.speakers?.filter((place) => place < seats) ?? [...Array(seats).keys()];
  return {
    direction: phase.tell ?? null,
    words: phase.words?.[0] ?? 14,
    speaker: speakers[turn % speakers.length] ?? 0,
  };
}

export function readPersona(id: string): Persona {
  const slug = id.replace(/^builtin-/, '');
  const sheet = readData(`built-in/${slug}.json`, z.record(z.string(), z.unknown()));
  const at = '2026-01-01T00:00:00.000Z';
  return personaSchema.parse({
    ...sheet,
    id,
    fallbacks: [],
    builtIn: true,
    version: 1,
    createdAt: at,
    updatedAt: at,
  });
}

function readData<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  const text = readFileSync(new URL(`../../personas/${file}`, import.meta.url), 'utf8');
  return schema.parse(JSON.parse(text));
}
