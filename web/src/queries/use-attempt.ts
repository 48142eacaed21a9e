import { useMutation } from '@tanstack/react-query';
import { reasonOf } from './reason-of.ts';

/** Something that is done when told to: whether it is under way, and why it failed. */
export function useAttempt(work: () => Promise<unknown>, onDone: () => void) {
  // The server may be on this machine, whatever the browser thinks of the network.
  const { mutate, isPending, error } = useMutation({
    mutationFn: work,
    onSuccess: onDone,
    networkMode: 'always',
  });
  return { busy: isPending, error: error && reasonOf(error), run: () => mutate() };
}
