import type { Provider } from '@chimera/protocol/provider';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';

/** Providers without a connection: what to do, and a way to do it here. */
export function OtherProviders({
  providers,
  onAdd,
}: {
  readonly providers: readonly Provider[];
  readonly onAdd: (provider: Provider) => void;
}) {
  const { providers: words } = useWords();
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {providers.map((provider) => {
        const action = provider.needsKey ? words.addKey : words.addAddress;
        return (
          <li key={provider.kind} className="grid">
            <article className="flex flex-col items-start gap-2 rounded-card border border-line p-4 sm:p-5">
              <h3 className="font-serif text-head font-medium">{provider.name}</h3>
              <p className="flex-1 text-body text-muted">{provider.detail}</p>
              <Button aria-label={words.ofConnection(action, provider.name)} onClick={() => onAdd(provider)}>
                {action}
              </Button>
            </article>
          </li>
        );
      })}
    </ul>
  );
}
