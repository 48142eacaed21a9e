import { Link } from '@tanstack/react-router';
import { useBrainOffer } from '../queries/use-brain-offer.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';

/** Says once where the words come from, and offers what was found on this machine. */
export function BrainStrip() {
  const { common, home } = useWords();
  const announcer = useAnnouncer();
  const offer = useBrainOffer();
  if (offer === null) return null;
  const { found, without } = offer;
  return (
    <div className="mt-6 max-w-3xl">
      <Banner
        actions={
          <>
            {found.map((provider) => (
              <Button
                key={provider.kind}
                busy={offer.busy}
                onClick={() =>
                  void offer.use(provider).then((taken) => taken && announcer.status(home.using(taken.label)))
                }
              >
                {home.use(provider.name)}
              </Button>
            ))}
            {found.length === 0 && (
              <Link
                to="/providers"
                className="control-height inline-flex items-center rounded-card border border-line-strong px-4 font-medium hover:bg-sunken"
              >
                {home.addBrains}
              </Link>
            )}
            <Button variant="quiet" onClick={offer.close}>
              {home.notNow}
            </Button>
          </>
        }
      >
        <p>
          {home.demoNote}
          {found.length > 0 && ` ${home.found(common.names(found.map(({ name }) => name)))}`}
        </p>
        {without !== null && (
          <p role="alert" className="text-danger">
            {home.noModels(without.name)}
          </p>
        )}
      </Banner>
    </div>
  );
}
