import type { Provider } from '@chimera/protocol/provider';
import { Link } from '@tanstack/react-router';
import type { BrainOffer } from '../../queries/use-brain-offer.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useDueOffer } from './use-due-offer.ts';

/** Between the script and the desk, once: real brains for this talk, at its third turn or first pause. */
export function BrainNote() {
  const offer = useDueOffer();
  return offer === null ? null : <Offer offer={offer} />;
}

function Offer({ offer }: { readonly offer: BrainOffer }) {
  const { conversation: words, common } = useWords();
  const take = useForAllSeats(offer);
  const { found, without } = offer;
  return (
    <aside
      aria-label={words.realBrains}
      className="flex justify-center border-t border-line bg-surface px-4 py-2 sm:px-6"
    >
      <div className="flex w-full max-w-180 flex-wrap items-center gap-x-4 gap-y-1 text-body">
        <p className="min-w-0 flex-1 basis-64 py-1">
          {words.improvisedShort}
          {found.length > 0 && ` ${words.foundHere(common.names(found.map(({ name }) => name)))}`}
          {without !== null && (
            <span role="alert" className="block text-danger">
              {words.noModelYet(without.name)}
            </span>
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          {found.map((provider) => (
            <Button key={provider.kind} busy={offer.busy} onClick={() => void take(provider)}>
              {found.length === 1 ? words.useThem : words.takeOne(provider.name)}
            </Button>
          ))}
          {found.length === 0 && (
            <Link
              to="/providers"
              className="control-height inline-flex items-center rounded-card border border-line-strong bg-raised px-4 font-medium hover:bg-sunken"
            >
              {words.addBrains}
            </Link>
          )}
          <Button variant="quiet" onClick={offer.close}>
            {words.notNow}
          </Button>
        </div>
      </div>
    </aside>
  );
}

/** Gives every seat that no person plays the brain, from its next turn on; new conversations begin with it too. */
function useForAllSeats(offer: BrainOffer): (provider: Provider) => Promise<void> {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  return async (provider) => {
    const taken = await offer.use(provider);
    if (taken === null) return;
    const brain = { connectionId: taken.connectionId, model: taken.model };
    const seats = store.conversation.get()?.seats ?? [];
    const played = seats.filter((seat) => seat.brain === null || !('human' in seat.brain));
    await act(
      Promise.all(played.map(({ id }) => direction.changeSeat(id, { brain }))),
      words.brainsChanged(taken.label),
    );
  };
}
