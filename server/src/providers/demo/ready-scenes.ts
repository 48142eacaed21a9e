import { readFileSync } from 'node:fs';
import { type Scene, sceneSchema } from '@chimera/protocol/scene';
import { type Format, formatSchema } from '@chimera/protocol/format';
import { rolesOf } from '@chimera/protocol/format-cast';
import { ALL } from '@chimera/protocol/format-path';
import { type Persona, personaSchema } from '@chimera/protocol/persona';
import { z } from 'zod';
import { leastHeard, nextByOrder, type Turn } from './rehearsal-order.ts';
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
    tell: (lines) => (scripted ? tellAt(scripted, cast, lines) : null),
  });
}

/** The phase that a turn falls into, and who speaks in it; after the last one the longest phase goes on. */
function tellAt(format: Format, cast: readonly Persona[], lines: readonly Turn[]): Tell {
  const roles = rolesOf(
    format,
    cast.map(({ id }) => ({ id, brain: null })),
  );
  const roleOf = ({ id }: Persona) => roles.get(id) ?? '';
  const parts = format.phases.map((phase) => {
    const { speakers, turnsEach = Number.POSITIVE_INFINITY } = phase;
    const places = cast.filter((persona) => speakers === undefined || speakers.includes(roleOf(persona)));
    return { phase, places, turns: phase.maxTurns ?? turnsEach * places.length };
  });
  const ends = parts.map((_, index) => parts.slice(0, index + 1).reduce((sum, { turns }) => sum + turns, 0));
  const longest = parts.reduce((a, b) => (b.turns > a.turns ? b : a));
  const at = ends.findIndex((end) => lines.length < end);
  const { phase, places } = parts[at] ?? longest;
  const said = lines.slice(at < 0 ? ends.at(-1) : (ends[at - 1] ?? 0));
  const speakers = places.map((persona) => ({
    persona,
    name: persona.name,
    aliases: persona.aliases,
    isFirst: roleOf(persona) === phase.speakers?.[0],
  }));
  const speaker = (nextByOrder(phase.order, speakers, said) ?? speakers[0])?.persona;
  const role = (speaker && roleOf(speaker)) ?? ALL;
  const { words } = phase;
  const [target] = (Array.isArray(words) ? words : (words?.[role] ?? words?.[ALL])) ?? [14];
  const quietest = leastHeard(
    speakers.filter(({ persona }) => persona !== speaker),
    said,
  );
  const told = phase.tell?.[role] ?? phase.tell?.[ALL] ?? null;
  return {
    direction: told?.replaceAll('{quietest}', quietest?.name ?? 'somebody') ?? null,
    words: target,
    speaker,
  };
}

export function readPersona(id: string): Persona {
  const slug = id.replace(/^builtin-/, '');
  const sheet = readData(`built-in/${slug}.json`, z.record(z.string(), z.unknown()));
  const at = '2026-01-01T00:00:00.000Z';
  return personaSchema.parse({
    ...sheet,
    id,
    alternateGreetings: [],
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
