import type { Command } from './command.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Loaded when it is asked for: the server's start does not wait for the rest. */
  readonly load: () => Promise<Command>;
}

/** All commands, in the order in which help shows them. */
export const commands: readonly Entry[] = [
  {
    name: 'start',
    summary: 'Run the server; what happens when no command is given',
    load: async () => (await import('./start.ts')).start,
  },
  {
    name: 'doctor',
    summary: 'Say what is wrong with this set-up, and what to do',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'migrate',
    summary: 'Bring the tables of the database up to date',
    load: async () => (await import('./migrate.ts')).migrateTables,
  },
  {
    name: 'backup',
    summary: 'Write a backup to a file, also while the server runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'Bring a backup back, into an empty instance',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'verify-log',
    summary: 'Replay the log of every conversation and compare',
    load: async () => (await import('./verify-log.ts')).checkLogs,
  },
  {
    name: 'export',
    summary: 'Write conversations as files',
    load: async () => (await import('./export.ts')).exportFiles,
  },
  {
    name: 'import',
    summary: 'Bring a conversation in that was exported as JSON',
    load: async () => (await import('./import.ts')).importFile,
  },
  {
    name: 'user add',
    summary: 'Make an account, and the link by which its password is set',
    load: async () => (await import('./user-add.ts')).userAdd,
  },
  {
    name: 'user reset',
    summary: 'Make a link that sets a new password, once',
    load: async () => (await import('./user-reset.ts')).userReset,
  },
  {
    name: 'keys new',
    summary: 'Print a new master key',
    load: async () => (await import('./keys-new.ts')).keysNew,
  },
  {
    name: 'keys rotate',
    summary: 'Seal what is sealed anew, with a new master key',
    load: async () => (await import('./keys-rotate.ts')).keysRotate,
  },
];
