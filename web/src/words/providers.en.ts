import { connectionsWords } from './connections.en.ts';
import { plural } from './plural.ts';

/** Words of the providers screen. */
export const providersWords = {
  lead: 'Where the words come from. Keys stay on the server.',
  loading: 'Loading the providers',
  failed: 'The providers could not be loaded.',
  failedHint: 'Your connections and keys are safe.',
  refresh: 'Check again',
  set: 'Connections',
  others: 'More that you can connect',
  onlyDemo: 'So far only the demo brain speaks.',
  onlyDemoHint: 'Add a key, or start Ollama or LM Studio on this machine: they are found by themselves.',

  // Who speaks when nobody was chosen
  chosen: 'Chosen for seats without a brain',
  chosenNote: 'The server chooses anew for each turn: what runs here first, then what is ready.',
  demoModel: 'improvised by rules',
  forNew: 'Brain of new conversations',
  stopUsing: 'Let the server choose',
  using: (label: string) => `New conversations use ${label}.`,
  choosing: 'The server chooses for new conversations.',

  // Cards
  startHere: 'Start here',
  startHereHint: 'It runs on this machine: no key, and no cost.',
  takeProvider: (name: string) => `Use ${name}`,
  noModelToUse: (name: string) => `${name} answers but has no model yet. Fetch one there, then try again.`,
  spent: (cost: string) => `Spent this month: ${cost}`,
  spentUnknown: (count: number) =>
    plural(count, {
      one: 'Spent this month: not known, for # call whose price is not known',
      other: 'Spent this month: not known, for # calls whose price is not known',
    }),
  unpricedToo: (count: number) =>
    plural(count, {
      one: 'and # call whose price is not known',
      other: 'and # calls whose price is not known',
    }),

  ...connectionsWords,
};
