import { plural } from './plural.ts';

/** Words of the providers screen. */
export const providersWords = {
  lead: 'Where the words come from. Keys are set on the server; they are never shown here.',
  states: {
    ready: 'Ready',
    'no-key': 'No key',
    unreachable: 'Not reachable',
    failing: 'Failing',
  },
  demo: 'Improvised by rules, not an AI',
  latency: (ms: number) => `${Math.round(ms)} ms`,
  local: 'On this machine',
  key: (last4: string) => `Key ends in ${last4}`,
  models: 'Models',
  showModels: (name: string) => `Show models of ${name}`,
  hideModels: (name: string) => `Hide models of ${name}`,
  modelCount: (count: number) => plural(count, { one: '# model', other: '# models' }),
  noModels: 'It offers no models.',
  modelsFailed: 'Its models could not be listed.',
  context: (tokens: number) =>
    `${new Intl.NumberFormat('en', { notation: 'compact' }).format(tokens)} tokens`,
  price: (input: number, output: number) => `$${input} in, $${output} out per million`,
  use: 'Use',
  used: 'In use',
  chooseModel: (model: string) => `Use ${model} for new conversations`,
  using: (label: string) => `New conversations use ${label}.`,
  stopUsing: 'Let the server choose',
  failed: 'The providers could not be loaded.',
  refresh: 'Check again',
};
