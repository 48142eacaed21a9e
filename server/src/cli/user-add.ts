import { newAccountSchema } from '@chimera/protocol/account';
import { accountByOperator } from '../accounts/account-by-operator.ts';
import { createAdmissionStore } from '../accounts/admission-store.ts';
import { createPasswords } from '../accounts/passwords.ts';
import { SETUP_SECRET } from '../accounts/setup.ts';
import { sharedSecret } from '../db/shared-secret.ts';
import { type Command, note, readArguments, usage } from './command.ts';
import { configured, withDatabase } from './opened.ts';
import { peopleIn, printResetLink, requireAccounts } from './people.ts';

const wantedSchema = newAccountSchema.pick({ username: true, email: true, name: true });

/** Makes an account. */
export const userAdd: Command = {
  help: `
Usage: chimera user add [--admin] [--name NAME] --email ADDRESS USERNAME

Makes an account, whoever may register, and prints a link by which the person sets a password, within a day.
The server may run. The audit log says that it was made from the command line.

Options:
  --email ADDRESS  Where the person is written to.
  --name NAME      How the person is called in conversations; without it: the username.
  --admin          May decide for all.`,

  async run(args) {
    const { values, positionals } = readArguments(args, {
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        admin: { type: 'boolean', default: false },
      },
      words: [1, 1],
    });
    const [username] = positionals;
    if (values.email === undefined) throw usage('Say the address: --email ADDRESS.');
    const wanted = wantedSchema.safeParse({ username, email: values.email, name: values.name });
    if (!wanted.success) throw usage(wanted.error.issues.map(({ message }) => message).join('\n'));
    const config = configured();
    requireAccounts(config);
    return withDatabase(config, 'current', async (database) => {
      // Where all who register wait for each other.
      await sharedSecret(database, SETUP_SECRET);
      const people = peopleIn(database);
      const admission = createAdmissionStore(database, SETUP_SECRET);
      const account = await accountByOperator(
        { ...people, admission, passwords: createPasswords() },
        { ...wanted.data, role: values.admin ? 'admin' : 'member' },
      );
      note(`${account.username} is ${values.admin ? 'an admin' : 'a member'}.`);
      await printResetLink(config, people, account);
      return 0;
    });
  },
};
