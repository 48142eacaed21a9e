import { randomUUID } from 'node:crypto';
import { api } from '@chimera/protocol/api';
import type { Audition } from '@chimera/protocol/audition';
import type { Person } from '@chimera/protocol/account';
import type { Brain, ModelBrain } from '@chimera/protocol/provider';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { audition, type Tryout } from '../engine/audition.ts';
import { unkeptPersona } from '../engine/unkept-persona.ts';
import { notFound } from '../errors.ts';
import type { Connections } from '../live/connections.ts';
import type { PersonaGallery } from '../personas/persona-gallery.ts';
import type { Repertoire } from '../personas/repertoire.ts';
import { admitAgain, askingOf, type AskingParts } from './asking.ts';
import { type AuditionParts, requireAllowance } from './audition-handlers.ts';
import { AuditionStream } from './audition-stream.ts';
import { chargedAsk } from './charged-ask.ts';
import { requireBrains } from './chosen-brain.ts';
import { openEventStream } from './open-event-stream.ts';
import { admission, schemaOf } from './routes.ts';

export interface AuditionRouteParts extends AuditionParts, AskingParts {
  readonly gallery: PersonaGallery;
  readonly repertoire: Repertoire;
  readonly sockets: Connections;
  readonly chance: () => number;
}

const LIMIT_MS = 120_000;
const MEETING_TURNS = 3;
const TOPIC_LENGTH = 500;
const FIRST_MEETING = 'A first meeting: who they are, and what each of them is up to.';

/** The one operation of auditions that answers with a stream. */
export function registerAuditionRoutes(app: FastifyInstance, parts: AuditionRouteParts): void {
  const { previewPersona } = api;
  app.withTypeProvider<ZodTypeProvider>().post(
    previewPersona.path,
    {
      onRequest: admission(parts, 'previewPersona', previewPersona),
      preHandler: (request) => admitAgain(parts, request),
      schema: { ...schemaOf('previewPersona', previewPersona), body: previewPersona.body },
    },
    async (request, reply) => {
      const { identity } = askingOf(request);
      const tryout = await tryoutOf(parts, identity.person, request.body);
      parts.sockets.requireRoom(identity);
      const stream = new AuditionStream(openEventStream(reply), identity, LIMIT_MS);
      parts.sockets.addStream(stream);
      await hold(parts, tryout, stream);
      return reply;
    },
  );
}

/** Throws when something that it needs is not there for whoever asks. */
async function tryoutOf(parts: AuditionRouteParts, person: Person, wanted: Audition): Promise<Tryout> {
  const ownerId = person.userId;
  const { persona: sheet, prompt = '', meet, topic, brain = null } = wanted;
  await requireAllowance(parts, ownerId);
  const { fallbacks } = sheet;
  await requireBrains(parts.brains, ownerId, [{ brain: brain ?? sheet.brain, fallbacks }]);
  const tried = { persona: unkeptPersona(sheet, parts.now().toISOString()), brain };
  if (meet === undefined) {
    const said = { person, text: prompt };
    const about = topic ?? prompt.slice(0, TOPIC_LENGTH).toWellFormed();
    return { ownerId, cast: [tried], topic: about, said, turns: 1 };
  }
  const other = await parts.gallery.find({ ownerId, id: meet });
  if (!other) throw notFound('persona');
  // Whoever has no model of its own speaks by the one that is tried.
  const met = { persona: other, brain: isModel(other.brain) ? null : brain };
  return { ownerId, cast: [tried, met], topic: topic ?? FIRST_MEETING, said: null, turns: MEETING_TURNS };
}

function isModel(brain: Brain | undefined): brain is ModelBrain {
  return brain !== undefined && 'connectionId' in brain;
}

async function hold(parts: AuditionRouteParts, tryout: Tryout, stream: AuditionStream): Promise<void> {
  const { logger, now, chance } = parts;
  const { ask, settled } = chargedAsk(parts, tryout.ownerId);
  const overLimit = async () => {
    // What the turn before has used counts as well.
    await settled();
    return parts.overLimit(tryout.ownerId);
  };
  const format = parts.repertoire.formatOf(undefined);
  try {
    await audition(
      { ask, logger, now, chance, newId: randomUUID, format, overLimit },
      tryout,
      (event) => stream.tell(event),
      stream.signal,
    );
  } catch (error) {
    logger.error({ error }, 'an audition broke off');
    stream.tell({ type: 'problem', code: 'internal', detail: 'Something went wrong here. Try again.' });
  } finally {
    await settled();
    stream.finish();
  }
}
