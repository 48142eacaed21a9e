import { readFileSync } from 'node:fs';
import { type Scene, sceneSchema } from '@chimera/protocol/scene';
import { type Format, formatSchema } from '@chimera/protocol/format';
import { rolesOf } from '@chimera/protocol/format-cast';
import { ALL } from '@chimera/protocol/format-path';
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
    tell: (turn) => (scripted ? tellAt(scripted, cast, turn) : null),
  });
}

/** The phase that a turn falls into, its speakers in a ring; after the last one the longest phase goes on. */
function tellAt(format: Format, cast: readonly Persona[], turn: number): Tell {
  const roles = rolesOf(
    format,
    cast.map(({ id }) => ({ id, brain: null })),
  );
  const parts = format.phases.map((phase) => {
    const roleOf = ({ id }: Persona) => roles.get(id) ?? '';
    const places = cast.flatMap((persona, place) =>
      phase.speakers === undefined || phase.speakers.includes(roleOf(persona)) ? [place] : [],
    );
    const turns = phase.maxTurns ?? (phase.turnsEach ?? Number.POSITIVE_INFINITY) * places.length;
    return { phase, places, turns };
  });
  const ends = parts.map((_, index) => parts.slice(0, index + 1).reduce((sum, { turns }) => sum + turns, 0));
  const longest = parts.reduce((a, b) => (b.turns > a.turns ? b : a));
  const { phase, places } = parts.find((_, index) => turn < (ends[index] ?? 0)) ?? longest;
  const speaker = places[turn % places.length] ?? 0;
  const role = roles.get(cast[speaker]?.id ?? '') ?? ALL;
  const { words } = phase;
  const [target] = (Array.isArray(words) ? words : (words?.[role] ?? words?.[ALL])) ?? [14];
  return { direction: phase.tell?.[role] ?? phase.tell?.[ALL] ?? null, words: target, speaker };
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
