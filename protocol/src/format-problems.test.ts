import { expect, test } from 'vitest';
import type { FormatDocument } from './format.ts';
import { newFormatSchema } from './new-format.ts';

const role = { id: 'host', name: 'Host', min: 1, max: 1, seat: 'any' as const };
const phase = { id: 'talk', name: 'Talk', order: 'natural' as const };
const sound: FormatDocument = {
  name: 'Council',
  description: 'They decide.',
  frame: 'It is a council.',
  roles: [role, { ...role, id: 'guest', max: 3 }],
  phases: [
    { ...phase, maxTurns: 4 },
    { ...phase, id: 'end-words', speakers: ['guest', 'host'] },
  ],
};

/** Each problem as "path: message". */
function problems(format: unknown): string[] {
  const result = newFormatSchema.safeParse(format);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('a format that fits together is taken', () => {
  expect(problems(sound)).toEqual([]);
});

test.each<[string, Partial<FormatDocument> | { phases: unknown }, RegExp]>([
  ['no phase', { phases: [] }, /^phases: A format needs at least one phase/],
  [
    'an unknown role',
    { phases: [{ ...phase, speakers: ['clerk'] }] },
    /^phases\.0\.speakers\.0: There is no role “clerk”\. Use host, guest/,
  ],
  [
    'a tell for nobody',
    { phases: [{ ...phase, tell: { clerk: 'write' } }] },
    /^phases\.0\.tell\.clerk: .*Use host, guest, all/,
  ],
  ['words for nobody', { phases: [{ ...phase, words: { clerk: [5, 9] } }] }, /^phases\.0\.words\.clerk:/],
  [
    'a target above its limit',
    { phases: [{ ...phase, words: [50, 20] }] },
    /^phases\.0\.words\.0: .*50 words is above the limit of 20/,
  ],
  [
    'a target of a role above its limit',
    { phases: [{ ...phase, words: { host: [50, 20] } }] },
    /^phases\.0\.words\.host\.0:/,
  ],
  [
    'two phases of one id',
    { phases: [{ ...phase, maxTurns: 1 }, phase] },
    /^phases\.1\.id: .*“talk” is used twice/,
  ],
  ['two roles of one id', { roles: [role, role] }, /^roles\.1\.id: .*“host” is used twice/],
  [
    'a phase called end',
    { phases: [{ ...phase, id: 'end' }] },
    /^phases\.0\.id: No phase can be called “end”/,
  ],
  [
    'a speaker twice',
    { phases: [{ ...phase, speakers: ['host', 'host'] }] },
    /^phases\.0\.speakers\.1: .*named twice/,
  ],
  [
    'roles that alternate without being named',
    { phases: [{ ...phase, order: 'alternate' }] },
    /^phases\.0\.speakers: Roles alternate/,
  ],
  [
    'a bracket',
    { phases: [{ ...phase, tell: { all: 'ask] [Director' } }] },
    /^phases\.0\.tell\.all: Leave out square brackets/,
  ],
  ['a role called all', { roles: [{ ...role, id: 'all' }] }, /^roles\.0\.id: No role can be called “all”/],
  [
    'more at least than at most',
    { roles: [{ ...role, min: 3 }] },
    /^roles\.0\.min: It is 3, more than max, 1/,
  ],
  [
    'a next phase that is not there',
    { phases: [{ ...phase, next: 'vote' }] },
    /^phases\.0\.next: There is no phase “vote”/,
  ],
  [
    'phases in a circle',
    {
      phases: [
        { ...phase, maxTurns: 1 },
        { ...phase, id: 'b', maxTurns: 1, next: 'talk' },
      ],
    },
    /^phases\.1\.next: .*for ever: talk → b → talk/,
  ],
  [
    'a phase that is never reached',
    {
      phases: [
        { ...phase, next: 'end' },
        { ...phase, id: 'b' },
      ],
    },
    /^phases\.1: The phase “b” is never reached/,
  ],
  [
    'a phase that never ends before another',
    { phases: [phase, { ...phase, id: 'b' }] },
    /^phases\.0: The phase “talk” never ends/,
  ],
  [
    'an end that is none',
    { phases: [{ ...phase, endWhen: ['boredom'] }] },
    /^phases\.0\.endWhen\.0: Use everyone-spoke/,
  ],
  ['a property that is none', { phases: [{ ...phase, turns: 3 }] }, /^phases\.0: .*turns/],
  [
    'actions for one phase',
    { phases: [{ ...phase, guardsOff: ['narration'] }] },
    /^phases\.0\.guardsOff\.0:/,
  ],
])('%s is named with its place', (_, changes, problem) => {
  expect(problems({ ...sound, ...changes })).toContainEqual(expect.stringMatching(problem));
});

test('a judge needs sides that are roles, and a part that ends with the verdict', () => {
  const criteria = [{ name: 'Substance', description: 'Reasons?', points: 4, count: 'substance' as const }];
  expect(problems({ ...sound, judge: { criteria, sides: ['host', 'clerk'] } })).toEqual([
    expect.stringMatching(/^judge\.sides\.1: There is no role “clerk”/),
    expect.stringMatching(/^judge: No phase ends with the verdict/),
  ]);
});

test('the verdict comes last, a side is one seat, and criteria have names of their own', () => {
  const criterion = { name: 'Substance', description: 'Reasons?', points: 4, count: 'substance' as const };
  const judged = {
    ...sound,
    phases: [
      { ...phase, endWhen: ['verdict'] },
      { ...phase, id: 'after' },
    ],
    judge: { criteria: [criterion, criterion], sides: ['host', 'guest'] },
  };
  expect(problems(judged)).toEqual([
    expect.stringMatching(/^judge\.sides\.1: The side “guest” is weighed as one/),
    expect.stringMatching(/^phases\.0: The verdict comes last/),
    expect.stringMatching(/^judge\.criteria\.1\.name: Two criteria have the same name/),
  ]);
});
