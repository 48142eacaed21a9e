import { newMasterKey } from '../accounts/master-keys.ts';
import { type Command, print, readArguments } from './command.ts';

/** Prints a key; nothing knows of it until it is given to the servers. */
export const keysNew: Command = {
  help: `
Usage: chimera keys new

Prints a new master key as CHIMERA_MASTER_KEYS takes it: a name, and 32 random bytes. Nothing is changed.`,

  async run(args) {
    readArguments(args, { options: {}, words: [0, 0] });
    print(newMasterKey());
    return 0;
  },
};
