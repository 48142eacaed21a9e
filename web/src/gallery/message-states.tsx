import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';

export function MessageStates() {
  return (
    <div className="flex flex-col gap-4">
      <Banner actions={<Button>Use Ollama</Button>}>Found on this machine: Ollama.</Banner>
      <Banner tone="warning">OpenAI asks us to wait 20 seconds. Ines keeps her turn.</Banner>
      <Banner tone="danger">The connection to Ollama broke after 41 words. They are kept.</Banner>
      <EmptyState title="Nothing was said about “tides”." action={<Button>Show all</Button>}>
        Searched 214 conversations.
      </EmptyState>
      <ErrorBlock title="This message cannot be shown." actions={<Button>Copy its text</Button>}>
        Nothing is lost.
      </ErrorBlock>
    </div>
  );
}
