import type { Connection } from '@chimera/protocol/provider';
import { plural } from './plural.ts';

/** What stands for the characters of a key that nobody sees. */
const HIDDEN = '••••';

/** A test costs a little, too. */
const NOT_TESTED = 'Not tested: a limit is reached';

/** Words of connections: how they are, how one is added, changed and removed. */
export const connectionsWords = {
  states: {
    ready: 'Ready',
    untried: 'Not tried',
    'no-key': 'No key',
    unreachable: 'Not reachable',
    failing: 'Failing',
  } satisfies Record<Connection['status'], string>,
  /** More exact words for a state, where there are any. */
  problems: {
    'key-refused': 'Key refused',
    forbidden: 'Not allowed',
    'no-credit': 'No credit left',
    'rate-limited': 'Asked to wait',
    overloaded: 'Overloaded',
    blocked: 'Address not allowed',
    'max-cost-day': NOT_TESTED,
    'max-cost-month': NOT_TESTED,
    'max-tokens-day': NOT_TESTED,
  } as Readonly<Partial<Record<string, string>>>,
  latency: (ms: number) => (ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`),
  key: (last4: string) => `Key ${HIDDEN} ${last4}`,
  keyRead: (last4: string) => `Key ends in ${last4}`,
  fromEnvironment: 'From the environment',
  foundHere: 'Found on this machine',
  addedHere: 'Added here',
  builtIn: 'Comes with Chimera',
  address: 'Address',

  // What one can do with one
  test: 'Test',
  replaceKey: 'Replace key',
  addKey: 'Add a key',
  replaceAddress: 'Change address',
  addAddress: 'Add an address',
  ofConnection: (action: string, name: string) => `${action}: ${name}`,
  rename: 'Rename',
  remove: 'Remove',

  // A test
  answered: (model: string, time: string) => `${model} answered after ${time}.`,
  answeredAtOnce: (model: string) => `${model} answers at once.`,
  notAnswered: 'No answer',
  problemSaid: (what: string, detail: string) => `${what}. ${detail}`,
  wroteNothing: 'It wrote nothing, which may happen in a test this short.',
  advice: {
    blocked: 'Whoever runs this server can allow the address with CHIMERA_ALLOWED_HOSTS.',
    'no-credit': 'The key is good.',
    'rate-limited': 'The key is good. Test again in a minute.',
    overloaded: 'Test again in a minute.',
    timeout: 'A local server may still be loading the model. Test again in a minute.',
    'model-missing': 'Choose another model, or fetch one there.',
  } as Readonly<Partial<Record<string, string>>>,
  testFailed: 'The test could not be made.',

  // Add one
  add: 'Add a connection',
  addWhich: 'Whose models should speak?',
  addOf: (name: string) => `Add ${name}`,
  forEverybody: 'Everybody on this server may spend with it.',
  needsKey: 'One key',
  needsNothing: 'On your own machine, no key',
  needsAddress: 'Any server that speaks OpenAI’s protocol',
  keyField: (name: string) => `Key of ${name}`,
  keyHint: 'Paste it: it is saved and tested at once.',
  keyHintMore: 'Sealed on the server; it never comes back here.',
  keyOptional: 'Key',
  keyOptionalHint: 'Only when the server wants one.',
  keyMissing: 'Paste a key first.',
  showKey: 'Show the key',
  hideKey: 'Hide the key',
  addressField: 'Address',
  addressHint: 'A whole address, such as',
  addressOptionalHint: 'Only for a gateway or a proxy. Empty: the vendor’s own.',
  addressMissing: 'Say where the server is, such as http://192.168.1.20:8000/v1.',
  more: 'More',
  labelField: 'Name of this connection',
  labelHint: (name: string) => `Empty: ${name}.`,
  save: 'Save and test',
  back: 'Another vendor',
  saving: 'Saving.',
  testing: (name: string) => `Saved. Asking ${name} for a short answer.`,
  itWorks: 'It works.',
  useForNew: 'Use for new conversations',
  done: 'Done',
  notSaved: 'Not saved.',
  kept: 'The connection is kept. Paste another key, or remove it.',
  keptAddress: 'The connection is kept. Correct its address, or remove it.',
  keptAnyway: 'The connection is kept.',
  keepIt: 'Keep it',
  testAgain: 'Test again',
  isSaved: (name: string) => `${name} is saved and ready.`,

  // Change and remove
  replaceOf: (name: string) => `New key for ${name}`,
  readdressOf: (name: string) => `New address of ${name}`,
  replaceHint: 'It counts from the next turn on. The old key is deleted.',
  renameOf: (name: string) => `Rename ${name}`,
  saveName: 'Save',
  nameMissing: 'Give it a name.',
  removeOf: (name: string) => `Remove ${name}?`,
  removeWarnings: {
    own: 'Its key is deleted. Seats that use it speak through their stand-ins from the next turn on; a seat without one cannot speak until you give it another brain. What was said stays.',
    everybody:
      'Its key is deleted. Everybody’s seats that use it speak through their stand-ins from the next turn on; a seat without one cannot speak until it is given another brain. What was said stays.',
  },
  removeWasUsed: 'New conversations use it: the server will choose for them again.',
  removed: (name: string) => `${name} is removed.`,
  notRemoved: 'It was not removed.',

  // Its models
  models: 'Models',
  modelCount: (count: number) => plural(count, { one: '# model', other: '# models' }),
  modelsOf: (what: string, name: string) => `${what} of ${name}`,
  noModels: 'It offers no models.',
  modelsFailed: 'Its models could not be listed.',
  loadingModels: 'Loading the models',
  use: 'Use',
  used: 'In use',
  chooseModel: (model: string) => `Use ${model} for new conversations`,
  showAll: (count: number) => `Show all ${count}`,
};
