import type { Avatar, Persona } from '@chimera/protocol/persona';
import { useQuery } from '@tanstack/react-query';
import { usePersonasQuery } from './use-personas.ts';

/** What everybody whom one may seat looks like, by id; empty while they are on their way. For lists of many people. */
export function useAvatars(): ReadonlyMap<string, Avatar> {
  return useQuery({ ...usePersonasQuery(), select: avatarsById }).data ?? nobody;
}

const nobody: ReadonlyMap<string, Avatar> = new Map();

function avatarsById(personas: readonly Persona[]): ReadonlyMap<string, Avatar> {
  return new Map(personas.map(({ id, avatar }) => [id, avatar]));
}
