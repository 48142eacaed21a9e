import { randomUUID } from 'node:crypto';
import type { Person } from '@chimera/protocol/account';
import { changedSheet } from '@chimera/protocol/new-persona';
import type { ListedPersona, Persona, Sheet } from '@chimera/protocol/persona';
import type { ConversationListStore } from '../conversations/conversation-list-store.ts';
import { ChimeraError, notFound } from '../errors.ts';
import type { AvatarStore } from '../personas/avatar-store.ts';
import { personaById } from '../personas/catalog.ts';
import type { PersonaGallery } from '../personas/persona-gallery.ts';
import type { PersonaListStore } from '../personas/persona-list-store.ts';
import { type PersonaRef, sheetOf } from '../personas/persona-row.ts';
import type { PersonaStore } from '../personas/persona-store.ts';
import type { VersionStore } from '../personas/version-store.ts';
import type { Brains } from '../providers/brains.ts';
import { requireBrains } from './chosen-brain.ts';
import type { Handlers } from './handlers.ts';

export interface PersonaParts {
  readonly gallery: PersonaGallery;
  readonly personas: PersonaStore;
  readonly personaLists: PersonaListStore;
  readonly personaVersions: VersionStore;
  readonly avatars: AvatarStore;
  readonly lists: ConversationListStore;
  readonly brains: Pick<Brains, 'choose'>;
  readonly now: () => Date;
}

type Names =
  | 'listPersonas'
  | 'createPersona'
  | 'getPersona'
  | 'changePersona'
  | 'deletePersona'
  | 'copyPersona'
  | 'markFavourite'
  | 'unmarkFavourite'
  | 'listPersonaConversations'
  | 'listPersonaVersions'
  | 'getPersonaVersion'
  | 'restorePersonaVersion';

const VERSIONS_LIMIT = 50;

/** Personas: those that come with Chimera, and one's own with their versions. */
export function personaHandlers(parts: PersonaParts): Pick<Handlers, Names> {
  const { gallery, personas, personaLists: lists, personaVersions: versions } = parts;
  const at = () => parts.now().toISOString();
  const listed = (person: Person, persona: Persona) => gallery.listed(person.userId, persona);
  return {
    listPersonas: ({ query, person }) => gallery.list(person.userId, query),
    createPersona: ({ body, person }) => addPersona(parts, person, body),
    getPersona: async (call) => listed(call.person, await found(parts, call)),
    async changePersona(call) {
      const { body, person } = call;
      requireOwn(call.params.id);
      await requireUsable(parts, person, body);
      const options = { from: body.version, at: at() };
      return listed(
        person,
        await personas.change(refOf(call), options, (sheet) => changedSheet(sheet, body)),
      );
    },
    async deletePersona(call) {
      requireOwn(call.params.id);
      await personas.remove(refOf(call));
      await lists.setFavourite(call.person.userId, call.params.id, false);
    },
    async copyPersona(call) {
      const { name, ...sheet } = sheetOf(await found(parts, call));
      return addPersona(parts, call.person, { ...sheet, name: copyName(name) });
    },
    markFavourite: async (call) => mark(parts, call, true),
    unmarkFavourite: async (call) => mark(parts, call, false),
    async listPersonaConversations(call) {
      const { id } = await found(parts, call);
      return parts.lists.list(call.person.userId, { ...call.query, personaId: id });
    },
    async listPersonaVersions(call) {
      const { id, version, createdAt, builtIn } = await found(parts, call);
      if (builtIn) return { items: [{ version, savedAt: createdAt, changed: [] }] };
      const limit = call.query.limit ?? VERSIONS_LIMIT;
      const before = versionCursor(call.query.cursor);
      const rows = await versions.list({ ownerId: call.person.userId, id }, { limit: limit + 1, before });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(rows.length > limit && last && { nextCursor: String(last.version) }) };
    },
    getPersonaVersion: async (call) => listed(call.person, await versionOf(parts, call)),
    async restorePersonaVersion(call) {
      requireOwn(call.params.id);
      const then = await versionOf(parts, call);
      const options = { from: undefined, at: at() };
      return listed(call.person, await personas.change(refOf(call), options, () => sheetOf(then)));
    },
  };
}

interface OfPersona {
  readonly params: { readonly id: string };
  readonly person: Person;
}

function refOf({ params, person }: OfPersona): PersonaRef {
  return { ownerId: person.userId, id: params.id };
}

/** Throws when there is none for whoever asks. */
async function found({ gallery }: Pick<PersonaParts, 'gallery'>, call: OfPersona): Promise<Persona> {
  const persona = await gallery.find(refOf(call));
  if (!persona) throw notFound('persona');
  return persona;
}

export function requireOwn(id: string): void {
  const persona = personaById(id);
  if (persona) {
    throw new ChimeraError(
      'forbidden',
      `${persona.name} comes with Chimera and stays as it is. Copy it, and change the copy.`,
    );
  }
}

/** Keeps a new persona, unless it names what is not its owner's. */
export async function addPersona(
  parts: Pick<PersonaParts, 'personas' | 'gallery' | 'avatars' | 'brains' | 'now'>,
  person: Person,
  sheet: Sheet,
): Promise<ListedPersona> {
  await requireUsable(parts, person, sheet);
  const wanted = [{ id: randomUUID(), sheet }];
  const [persona] = await parts.personas.add(person.userId, wanted, parts.now().toISOString());
  if (!persona) throw new Error('A persona that was added did not come back.');
  return parts.gallery.listed(person.userId, persona);
}

/** Throws when a sheet names brains or a picture that its owner does not have. */
async function requireUsable(
  { avatars, brains }: Pick<PersonaParts, 'avatars' | 'brains'>,
  { userId }: Person,
  {
    brain,
    fallbacks,
    avatar,
  }: {
    readonly brain?: Sheet['brain'] | null;
    readonly fallbacks?: Sheet['fallbacks'] | undefined;
    readonly avatar?: { readonly imageUrl?: string | null | undefined } | undefined;
  },
): Promise<void> {
  await requireBrains(brains, userId, [{ brain, fallbacks }]);
  const id = avatar?.imageUrl?.split('/').at(-1);
  if (id !== undefined && !(await avatars.has({ ownerId: userId, id }))) {
    throw new ChimeraError('invalid-request', 'There is no such picture of yours. Upload it first.', {
      errors: [{ path: 'avatar.imageUrl', message: 'is no picture of yours' }],
    });
  }
}

async function mark(parts: PersonaParts, call: OfPersona, isOne: boolean): Promise<void> {
  const { id } = await found(parts, call);
  await parts.personaLists.setFavourite(call.person.userId, id, isOne);
}

async function versionOf(
  parts: PersonaParts,
  call: OfPersona & { readonly params: { readonly version: number } },
): Promise<Persona> {
  const newest = await found(parts, call);
  const { version } = call.params;
  const then = version === newest.version ? newest : await parts.personaVersions.find(refOf(call), version);
  if (!then) throw notFound('version of this persona');
  return then;
}

function versionCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new ChimeraError('invalid-request', 'This cursor is not one that a list gave out.', {
    errors: [{ path: 'cursor', message: 'is unknown' }],
  });
}

const NAME_LENGTH = 80;

function copyName(name: string): string {
  const ending = ' (copy)';
  return `${name
    .slice(0, NAME_LENGTH - ending.length)
    .toWellFormed()
    .trimEnd()}${ending}`;
}
