import type { Rest } from '@chimera/client/rest';
import type { Cast } from '@chimera/protocol/cast';
import { useMutation } from '@tanstack/react-query';
import { useRest } from './rest.tsx';
import { type Start, useStartConversation } from './use-start-conversation.ts';

/** Starts the conversation of a cast, and goes there. */
export function usePlayCast() {
  const rest = useRest();
  const { mutateAsync: start } = useStartConversation();
  return useMutation({
    mutationFn: async (cast: Cast) => start(startOfCast(cast, await topicOf(rest, cast))),
    networkMode: 'always',
  });
}

function startOfCast({ name, seats, premise, format, settings }: Cast, topic: string): Start {
  return {
    title: name,
    topic,
    ...(premise !== '' && { premise }),
    ...(format !== undefined && { format }),
    ...(settings && { settings }),
    seats,
  };
}

/** Its own; without one, what is proposed to these personas; without that, what the cast says of itself. */
async function topicOf(rest: Rest, { name, line, topic, seats }: Cast): Promise<string> {
  if (topic !== '') return topic;
  const personaIds = seats.map(({ personaId }) => personaId).join(',');
  const { items } = await rest.call('suggestTopics', { query: { personaIds, limit: 1 } });
  return items[0]?.topic ?? (line === '' ? name : line);
}
