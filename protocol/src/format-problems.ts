import type { FormatDocument, Phase } from './format.ts';
import { ALL, END, phaseAfter } from './format-path.ts';

/** What is wrong with a format, and where: a path of property names and places. */
export interface FormatProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Parts of a format that do not fit together. Each part by itself is checked by the schema. */
export function problemsOf(format: FormatDocument): FormatProblem[] {
  return [
    ...markProblems(format, []),
    ...roleProblems(format),
    ...phaseProblems(format),
    ...pathProblems(format),
    ...judgeProblems(format),
  ];
}

/** Brackets are how prompts tell the stage from people. */
function markProblems(value: unknown, path: readonly (string | number)[]): FormatProblem[] {
  if (typeof value === 'string') {
    return MARKS.test(value)
      ? [{ path, message: 'Leave out square brackets and marks such as <|: they are how the stage speaks.' }]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    markProblems(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const MARKS = /[[\]]|<\||\|>/u;

function roleProblems({ roles = [] }: FormatDocument): FormatProblem[] {
  const reserved = roles.flatMap(({ id }, index) =>
    id === ALL
      ? [{ path: ['roles', index, 'id'], message: 'No role can be called “all”: it means everybody.' }]
      : [],
  );
  const wrongCounts = roles.flatMap(({ min, max }, index) =>
    min > max
      ? [
          {
            path: ['roles', index, 'min'],
            message: `It is ${min}, more than max, ${max}. Lower it or raise max.`,
          },
        ]
      : [],
  );
  return [...reserved, ...wrongCounts, ...repeated(roles, 'roles')];
}

function phaseProblems(format: FormatDocument): FormatProblem[] {
  const { phases } = format;
  const reserved = phases.flatMap(({ id }, index) =>
    id === END
      ? [{ path: ['phases', index, 'id'], message: 'No phase can be called “end”: it means none.' }]
      : [],
  );
  return [
    ...reserved,
    ...repeated(phases, 'phases'),
    ...phases.flatMap((phase, index) => onePhase(format, phase, index)),
  ];
}

function onePhase({ roles = [], phases }: FormatDocument, phase: Phase, index: number): FormatProblem[] {
  const at = ['phases', index];
  const known = new Set(roles.map(({ id }) => id));
  const names = [...known, ALL].join(', ');
  const speakers = (phase.speakers ?? []).flatMap((role, place) =>
    known.has(role) ? [] : [{ path: [...at, 'speakers', place], message: unknownRole(role, known) }],
  );
  const repeatedSpeakers = (phase.speakers ?? []).flatMap((role, place, all) =>
    all.indexOf(role) < place
      ? [{ path: [...at, 'speakers', place], message: `The role “${role}” is named twice.` }]
      : [],
  );
  const roleless =
    phase.order === 'alternate' && phase.speakers === undefined
      ? [{ path: [...at, 'speakers'], message: 'Roles alternate: name at least two of them in speakers.' }]
      : [];
  const spoken = (key: 'tell' | 'words', map: object) =>
    Object.keys(map).flatMap((role) =>
      known.has(role) || role === ALL
        ? []
        : [{ path: [...at, key, role], message: `There is no role “${role}”. Use ${names}.` }],
    );
  const { words, tell = {}, next } = phase;
  const leads =
    next === undefined || next === END || phases.some(({ id }) => id === next)
      ? []
      : [{ path: [...at, 'next'], message: `There is no phase “${next}”. Name one, or say “end”.` }];
  const lengths = words === undefined || Array.isArray(words) ? { '': words } : words;
  const tooLong = Object.entries(lengths).flatMap(([role, pair]) =>
    pair !== undefined && pair[0] > pair[1]
      ? [
          {
            path: [...at, 'words', ...(role === '' ? [0] : [role, 0])],
            message: `The target of ${pair[0]} words is above the limit of ${pair[1]}.`,
          },
        ]
      : [],
  );
  const byRole = words !== undefined && !Array.isArray(words) ? spoken('words', words) : [];
  return [
    ...speakers,
    ...repeatedSpeakers,
    ...roleless,
    ...spoken('tell', tell),
    ...byRole,
    ...tooLong,
    ...leads,
  ];
}

function unknownRole(role: string, known: ReadonlySet<string>): string {
  return known.size === 0
    ? `There is no role “${role}”: the format has no roles. Add it to roles, or leave speakers out.`
    : `There is no role “${role}”. Use ${[...known].join(', ')}, or leave speakers out for everybody.`;
}

/** Follows the phases from the first: each is reached, none leads back, and only the last may go on for ever. */
function pathProblems(format: FormatDocument): FormatProblem[] {
  const { phases } = format;
  const walked: number[] = [];
  for (let index: number | null = 0; index !== null; index = phaseAfter(format, index)) {
    if (walked.includes(index)) {
      const loop = [...walked.slice(walked.indexOf(index)), index].map((place) => phases[place]?.id);
      const path = ['phases', walked.at(-1) ?? 0, 'next'];
      const message = `These phases lead to each other for ever: ${loop.join(' → ')}. Let one lead to a later phase or to “end”; for more rounds raise its maxTurns or turnsEach.`;
      return [{ path, message }];
    }
    walked.push(index);
  }
  const unreached = phases.flatMap(({ id }, index) =>
    walked.includes(index)
      ? []
      : [{ path: ['phases', index], message: `The phase “${id}” is never reached: no phase leads to it.` }],
  );
  const endless = walked.slice(0, -1).flatMap((index) => {
    const phase = phases[index];
    return phase && !hasEnd(phase)
      ? [
          {
            path: ['phases', index],
            message: `The phase “${phase.id}” never ends, so what follows is never reached. Give it turnsEach, maxTurns, maxMinutes or endWhen.`,
          },
        ]
      : [];
  });
  return [...unreached, ...endless];
}

function hasEnd({ turnsEach, maxTurns, maxMinutes, endWhen = [] }: Phase): boolean {
  return turnsEach !== undefined || maxTurns !== undefined || maxMinutes !== undefined || endWhen.length > 0;
}

function judgeProblems({ judge, roles = [], phases }: FormatDocument): FormatProblem[] {
  if (!judge) return [];
  const known = new Set(roles.map(({ id }) => id));
  const unknown = judge.sides.flatMap((role, place) =>
    known.has(role) ? [] : [{ path: ['judge', 'sides', place], message: unknownRole(role, known) }],
  );
  const twice = judge.sides.flatMap((role, place) =>
    judge.sides.indexOf(role) < place
      ? [{ path: ['judge', 'sides', place], message: `The side “${role}” is named twice.` }]
      : [],
  );
  const many = judge.sides.flatMap((side, place) =>
    roles.some(({ id, max }) => id === side && max > 1)
      ? [
          {
            path: ['judge', 'sides', place],
            message: `The side “${side}” is weighed as one: let its role have max 1.`,
          },
        ]
      : [],
  );
  const verdict = phases.findIndex(({ endWhen = [] }) => endWhen.includes('verdict'));
  const never =
    verdict >= 0
      ? []
      : [{ path: ['judge'], message: 'No phase ends with the verdict. Let one have endWhen: ["verdict"].' }];
  const early =
    verdict >= 0 && phaseAfter({ phases }, verdict) !== null
      ? [{ path: ['phases', verdict], message: 'The verdict comes last: no phase may follow it.' }]
      : [];
  const names = judge.criteria.map(({ name }) => name.toLowerCase());
  const same = names.flatMap((name, place) =>
    names.indexOf(name) < place
      ? [{ path: ['judge', 'criteria', place, 'name'], message: 'Two criteria have the same name.' }]
      : [],
  );
  return [...unknown, ...twice, ...many, ...never, ...early, ...same];
}

function repeated(items: readonly { readonly id: string }[], key: string): FormatProblem[] {
  return items.flatMap(({ id }, index) =>
    items.findIndex((item) => item.id === id) < index
      ? [{ path: [key, index, 'id'], message: `The id “${id}” is used twice. Ids are unique among ${key}.` }]
      : [],
  );
}
