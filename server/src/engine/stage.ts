import type { Conversation } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { Format } from '@chimera/protocol/format';
import type { Persona } from '@chimera/protocol/persona';
import type { Ledger } from './ledger.ts';
import type { Lore } from './lore.ts';

/** All that is known when a turn is decided. Deciding is pure: the same stage and chance give the same turn. */
export interface Stage {
  readonly conversation: Conversation;
  readonly format: Format;
  /** The cast as it was at the beginning: who came and went since, the transcript says. */
  readonly opening: readonly Seat[];
  /** By seat id, of the opening cast and of the present one, with names filled into their texts. */
  readonly personas: ReadonlyMap<string, Persona>;
  /** What they know of their worlds, by seat id; nothing of those who know nothing. */
  readonly lore: ReadonlyMap<string, Lore>;
  /** Oldest first, from the beginning on. */
  readonly transcript: readonly Entry[];
  /** What a model has noted of the older part of the transcript; null as long as none has. */
  readonly ledger: Ledger | null;
  readonly sharedBrains: SharedBrains;
}

/** Seats for which one brain speaks, by that brain; none for a brain that never had two at a time. */
export type SharedBrains = ReadonlyMap<string, ReadonlySet<string>>;

/** One line of the transcript, as those on stage could hear it. */
export interface Entry {
  readonly seq: number;
  /** By this an edit finds its line. */
  readonly messageId: string;
  /** When the log took it in, ISO 8601. */
  readonly at: string;
  /**
   * `pass`: a seat took its turn and said nothing. `failed`: it could not.
   * `direction`: the talk was turned, `name` says how.
   */
  readonly kind: 'seat' | 'human' | 'narrator' | 'stage' | 'pass' | 'failed' | 'direction';
  /** The seat that spoke, that a stage line is about, or that takes another side from here on. */
  readonly seatId: string | null;
  readonly name: string;
  readonly text: string;
  /** Seats that a whisper is for; null: everybody. */
  readonly to: readonly string[] | null;
  /** Seats that were away and did not hear it. */
  readonly absent: readonly string[];
}

/** A source of chance in 0…1 (1 excluded), so that deciding can be replayed. */
export type Chance = () => number;
