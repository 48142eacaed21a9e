import type { InstanceSettings, InstanceSettingsChange } from '@chimera/protocol/admin';
import type { Registration } from '@chimera/protocol/instance';
import { ChimeraError } from '../errors.ts';
import type { AuditNote, AuditStore } from './audit-store.ts';
import type { InstanceSettingsStore, StoredSettings } from './instance-settings-store.ts';

/** What holds for everybody on this server: what the operator fixed, else what admins decided, else the usual. */
export interface InstanceSettingsBook {
  /** A second old at most, so that what another node changed holds soon. */
  get(): Promise<InstanceSettings>;
  /** `note` is written down in the transaction of the change. */
  change(wanted: InstanceSettingsChange, note: AuditNote): Promise<InstanceSettings>;
}

export interface InstanceSettingsParts {
  readonly store: InstanceSettingsStore;
  readonly audit: Pick<AuditStore, 'note'>;
  /** From the environment; null: admins decide. */
  readonly registration: Registration | null;
  /** While no admin decided. */
  readonly usualRegistration: Registration;
  /** US dollars; null: no limit. */
  readonly operatorCostPerDay: number | null;
  /** Milliseconds. */
  readonly clock: () => number;
}

export const PLAYING_PER_USER = 10;

const FRESH_MS = 1000;

export function createInstanceSettings(parts: InstanceSettingsParts): InstanceSettingsBook {
  const { store, audit, registration, usualRegistration, operatorCostPerDay, clock } = parts;
  let known: { readonly settings: Promise<InstanceSettings>; readonly atMs: number } | null = null;

  const settingsOf = (stored: StoredSettings): InstanceSettings => ({
    registration: registration ?? stored.registration ?? usualRegistration,
    registrationIsFixed: registration !== null,
    costPerDay: stored.costPerDay ?? null,
    operatorCostPerDay,
    playingPerUser: stored.playingPerUser ?? PLAYING_PER_USER,
  });
  const read = (): Promise<InstanceSettings> => {
    const settings = store.read().then(settingsOf);
    const reading = { settings, atMs: clock() };
    known = reading;
    // What could not be read is no answer for the next one.
    settings.catch(() => {
      if (known === reading) known = null;
    });
    return settings;
  };

  return {
    get: () => (known && clock() - known.atMs < FRESH_MS ? known.settings : read()),
    async change(wanted, note) {
      if (
        wanted.registration !== undefined &&
        registration !== null &&
        wanted.registration !== registration
      ) {
        throw new ChimeraError(
          'conflict',
          'Who may register is set in the server’s environment (CHIMERA_REGISTRATION). Change it there.',
        );
      }
      await store.change(storedOf(wanted), (transaction) => audit.note(note, transaction));
      return read();
    },
  };
}

function storedOf({ registration, costPerDay, playingPerUser }: InstanceSettingsChange): StoredSettings {
  return {
    ...(registration !== undefined && { registration }),
    ...(costPerDay !== undefined && { costPerDay }),
    ...(playingPerUser !== undefined && { playingPerUser }),
  };
}
