import { type Command, readArguments, Refusal } from './command.ts';
import { configured, withDatabase } from './opened.ts';
import { peopleIn, printResetLink, requireAccounts } from './people.ts';

/** Makes a link that sets a new password. */
export const userReset: Command = {
  help: `
Usage: chimera user reset USERNAME

Prints a link that sets a new password of this account, once, within a day. USERNAME may be the e-mail address.
Nothing else changes until it is used; then all sessions of the account end. The server may run.`,

  async run(args) {
    const { positionals } = readArguments(args, { options: {}, words: [1, 1] });
    const [name = ''] = positionals;
    const config = configured();
    requireAccounts(config);
    return withDatabase(config, 'current', async (database) => {
      const people = peopleIn(database);
      const account = await people.accounts.findByName(name);
      if (!account) throw new Refusal(`There is no account “${name}”.`);
      await printResetLink(config, people, account);
      return 0;
    });
  },
};
