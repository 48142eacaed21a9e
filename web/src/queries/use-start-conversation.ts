import type { NewConversation } from '@chimera/protocol/conversation';
import type { NewSeat } from '@chimera/protocol/seat';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';
import { reasonOf } from './reason-of.ts';
import { useRest } from './rest.tsx';
import { seatsWithBrain } from './seats-with-brain.ts';
import { knownPersona } from './use-persona.ts';

export interface Start extends Omit<NewConversation, 'seats'> {
  readonly seats: readonly Pick<NewSeat, 'personaId' | 'role'>[];
}

/** One press to the first words: makes the conversation, goes there at once, and presses play on the way. */
export function useStartConversation() {
  const rest = useRest();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const toast = useToast();
  const words = useWords();
  const { preferences } = usePreferences();

  async function play(id: string): Promise<void> {
    try {
      await rest.call('play', { params: { id } });
    } catch (cause) {
      toast.show({ text: words.common.didNotStart(reasonOf(cause)) });
    }
  }

  return useMutation({
    mutationFn: async ({ seats, ...start }: Start) => {
      const personaOf = (id: string) => knownPersona(queries, rest, id);
      const seated = await seatsWithBrain(seats, preferences.brain, personaOf);
      return rest.call('createConversation', { body: { ...start, seats: seated } });
    },
    onSuccess: async ({ id }) => {
      const playing = play(id);
      await navigate({ to: '/c/$conversationId', params: { conversationId: id } });
      await playing;
      await queries.invalidateQueries({ queryKey: ['conversations'] });
    },
  });
}
