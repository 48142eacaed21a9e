import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; throws the signal's own reason when it is aborted meanwhile. */
export async function patience(waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(waitMs, undefined, { signal });
  } catch {
    // The timer only fails by the signal, whose own reason is what the caller expects.
    throw signal.reason;
  }
}
