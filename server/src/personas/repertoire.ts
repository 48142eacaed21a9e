import type { FormatChoice } from '@chimera/protocol/conversation';
import type { Format } from '@chimera/protocol/format';
import type { Persona } from '@chimera/protocol/persona';
import { ChimeraError, notFound } from '../errors.ts';
import { personaById } from './catalog.ts';
import { builtInFormats, formatById } from './formats.ts';

/** Looks up what conversations only name. */
export interface Repertoire {
  /** The persona of a seat; when it is gone, one with nothing but the seat's name. */
  persona(personaId: string, name: string): Persona;
  /** The format of a conversation; free talk when it is gone. */
  format(formatId: string): Format;
  /** Throws when there is no such persona. */
  nameOfPersona(personaId: string): string;
  /** The format that a request means. Throws when there is none of that name; absent: free talk. */
  formatOf(choice: FormatChoice | undefined): Format;
}

/** What a format is called that was written for one conversation. */
const OWN_FORMAT = 'own';

export function createRepertoire(): Repertoire {
  return {
    persona: (personaId, name) => personaById(personaId) ?? unknownPersona(personaId, name),
    format: (formatId) => formatById(formatId) ?? requiredFormat('free-talk'),
    nameOfPersona(personaId) {
      const persona = personaById(personaId);
      if (!persona) throw notFound('persona');
      return persona.name;
    },
    formatOf: (choice = 'free-talk') =>
      typeof choice === 'string' ? requiredFormat(choice) : { id: OWN_FORMAT, ...choice },
  };
}

function requiredFormat(formatId: string): Format {
  const format = formatById(formatId);
  if (format) return format;
  const known = builtInFormats()
    .map(({ id }) => id)
    .join(', ');
  throw new ChimeraError('invalid-request', `There is no format “${formatId}”. Known are ${known}.`, {
    errors: [{ path: 'format', message: `is none of ${known}` }],
  });
}

function unknownPersona(id: string, name: string): Persona {
  return {
    id,
    slug: id,
    name,
    aliases: [],
    tagline: '',
    description: '',
    systemPrompt: `You are ${name}. Your character sheet is lost: stay true to what you have said so far.`,
    exampleMessages: [],
    traits: [],
    tags: [],
    style: { creativity: 0.5, verbosity: 0.5, formality: 0.5, humor: 0.5, warmth: 0.5 },
    talkativeness: 0.5,
    pacing: { minMs: 400, maxMs: 1200 },
    avatar: { color: 'gray' },
    fallbacks: [],
    builtIn: false,
    version: 1,
    createdAt: '1970-01-01T00:00:00.000Z',
    updatedAt: '1970-01-01T00:00:00.000Z',
  };
}
