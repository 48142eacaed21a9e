import type { Fetch } from '@chimera/client/rest';
import { changedSheet, newPersonaSchema, personaChangeSchema } from '@chimera/protocol/new-persona';
import { type ListedPersona, sheetSchema } from '@chimera/protocol/persona';
import { draftSaveSchema, newDraftSchema, type PersonaDraft } from '@chimera/protocol/persona-draft';
import { persona } from '../../queries/__fixtures__/persona.ts';

const AT = '2026-03-01T09:14:00.000Z';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, body });

export function problem(status: number, detail: string, errors?: readonly { path: string; message: string }[]): Answer {
  const code = status === 409 ? 'conflict' : status === 404 ? 'not-found' : 'unavailable';
  return { status, body: { status, code, detail, title: '', type: '', requestId: '', ...(errors && { errors }) } };
}

/** Keeps personas and drafts as the server does, in memory. */
export class StudioServer {
  readonly personas = new Map<string, ListedPersona>();
  /** As it was: `id version`. */
  readonly versions = new Map<string, ListedPersona>();
  readonly drafts = new Map<string, PersonaDraft>();
  readonly asked: string[] = [];
  /** Answers of its own for some calls. */
  readonly answers = new Map<string, (body: unknown) => Answer>();

  readonly fetch: Fetch = async (url, { method, body, form }) => {
    const path = url.split('?')[0] ?? url;
    this.asked.push(`${method} ${path}`);
    const sent: unknown = form ?? (body === undefined ? undefined : JSON.parse(body));
    const answer = this.answers.get(`${method} ${path}`)?.(sent) ?? this.#answer(method, path, sent);
    return {
      ok: answer.status < 400,
      status: answer.status,
      headers: { get: () => null },
      text: async () => (answer.body === undefined ? '' : JSON.stringify(answer.body)),
    };
  };

  add(parts: Partial<ListedPersona> & { id: string; name: string }): ListedPersona {
    return this.#keep({ ...persona({ builtIn: false, ...parts }), favourite: false });
  }

  /** Somebody else keeps a change. */
  change(id: string, change: unknown): void {
    this.#change(id, change);
  }

  draft(parts: Partial<PersonaDraft>): PersonaDraft {
    const draft = { id: `d${this.drafts.size + 1}`, base: 0, revision: 1, sheet: {}, savedAt: AT, ...parts };
    this.drafts.set(draft.id, draft);
    return draft;
  }

  #answer(method: string, path: string, body: unknown): Answer {
    const [, , noun = '', id = '', part = '', version = ''] = path.split('/');
    switch (`${method} ${noun}${part === '' ? '' : ` ${part}`}`) {
      case 'GET persona-drafts':
        return id === '' ? ok({ items: [...this.drafts.values()] }) : found(this.drafts.get(id));
      case 'POST persona-drafts': {
        const { personaId, ...rest } = newDraftSchema.parse(body);
        return ok(this.draft({ ...rest, ...(personaId !== undefined && { personaId }) }));
      }
      case 'PUT persona-drafts':
        return this.#save(id, body);
      case 'DELETE persona-drafts':
        return this.drafts.delete(id) ? { status: 204 } : problem(404, 'There is no such draft.');
      case 'GET personas':
        return id === '' ? ok({ items: [...this.personas.values()] }) : found(this.personas.get(id));
      case 'GET personas versions':
        return found(this.versions.get(`${id} ${version}`));
      case 'POST personas':
        return id === '' ? this.#create(body) : id === 'prompt' ? ok(composed(body)) : problem(503, 'There is no model.');
      case 'PATCH personas':
        return this.#change(id, body);
      case 'GET providers':
        return ok({ items: [], chosen: null });
      default:
        return problem(404, `Nothing is at ${path}.`);
    }
  }

  #save(id: string, body: unknown): Answer {
    const { revision, sheet, base } = draftSaveSchema.parse(body);
    const draft = this.drafts.get(id);
    if (!draft) return problem(404, 'There is no such draft.');
    if (draft.revision !== revision) return problem(409, 'Another tab saved.');
    return ok(this.draft({ ...draft, revision: revision + 1, sheet, base: base ?? draft.base }));
  }

  #create(body: unknown): Answer {
    const sheet = newPersonaSchema.parse(body);
    const id = `p${this.personas.size + 1}`;
    return ok(this.#keep({ ...persona({ id }), ...sheet, favourite: false }));
  }

  #change(id: string, body: unknown): Answer {
    const change = personaChangeSchema.parse(body);
    const before = this.personas.get(id);
    if (!before) return problem(404, 'There is no such persona.');
    if (change.version !== undefined && change.version !== before.version) return problem(409, 'It was changed meanwhile.');
    const { id: _, slug, builtIn, version, createdAt, updatedAt, favourite, ...sheet } = before;
    const after = changedSheet(sheetSchema.parse(sheet), change);
    return ok(this.#keep({ ...after, id, slug, builtIn, version: version + 1, createdAt, updatedAt, favourite }));
  }

  #keep(kept: ListedPersona): ListedPersona {
    this.personas.set(kept.id, kept);
    this.versions.set(`${kept.id} ${kept.version}`, kept);
    return kept;
  }
}

function found(body: unknown): Answer {
  return body === undefined ? problem(404, 'There is no such thing.') : ok(body);
}

/** What a model is told, in short: the name, and how to play it. */
function composed(body: unknown) {
  const sheet = newPersonaSchema.parse(Object(body).persona);
  const name = `# You are ${sheet.name}`;
  const text = `${name}\n${sheet.systemPrompt}`;
  return {
    text,
    tokens: 12,
    parts: [
      { field: 'name', start: 0, end: name.length },
      { field: 'systemPrompt', start: name.length + 1, end: text.length },
    ],
    style: sheet.style.humor > 0.6 ? { humor: 'quick to joke' } : {},
    card: name,
  };
}
