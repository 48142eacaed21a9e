import { Counter } from 'prom-client';
import { ChimeraError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { Metrics } from '../metrics.ts';

/** The same limits; counts who was refused, and how passwords were tried. */
export function meteredLimits(limits: Limits, metrics: Metrics): Limits {
  const registers = [metrics];
  const refused = new Counter({
    name: 'chimera_rate_limited_total',
    help: 'Requests that were refused because there were too many, by whether somebody was signed in.',
    labelNames: ['asker'],
    registers,
  });
  const passwords = new Counter({
    name: 'chimera_password_attempts_total',
    help: 'Passwords that were tried: right, wrong, or refused before they were looked at.',
    labelNames: ['outcome'],
    registers,
  });
  for (const asker of ['account', 'address']) refused.inc({ asker }, 0);
  for (const outcome of ['right', 'wrong', 'refused']) passwords.inc({ outcome }, 0);
  const { attempts } = limits;
  return {
    async take(asker, kinds) {
      try {
        return await limits.take(asker, kinds);
      } catch (error) {
        if (isTooMany(error)) refused.inc({ asker: asker.kind });
        throw error;
      }
    },
    enter(asker) {
      try {
        return limits.enter(asker);
      } catch (error) {
        if (isTooMany(error)) refused.inc({ asker: asker.kind });
        throw error;
      }
    },
    attempts: {
      async check(...given) {
        try {
          await attempts.check(...given);
        } catch (error) {
          if (isTooMany(error)) passwords.inc({ outcome: 'refused' });
          throw error;
        }
      },
      async failed(...given) {
        passwords.inc({ outcome: 'wrong' });
        await attempts.failed(...given);
      },
      async succeeded(...given) {
        passwords.inc({ outcome: 'right' });
        await attempts.succeeded(...given);
      },
    },
  };
}

function isTooMany(error: unknown): boolean {
  return error instanceof ChimeraError && error.code === 'too-many-requests';
}
