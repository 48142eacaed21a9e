import type { ExportFormat } from '@chimera/protocol/conversation-api';
import { useNavigate } from '@tanstack/react-router';
import { Download, GitBranch, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { Part } from './direct.tsx';
import { EstimateLine } from './estimate-line.tsx';
import { LimitMeters } from './limit-meters.tsx';

const exports: readonly ExportFormat[] = ['markdown', 'html', 'text', 'json', 'jsonl'];
const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** What stays of the talk: as a file, as a link, as a branch. */
export function Record() {
  const { id } = useStage();
  const { conversation: words } = useWords();
  return (
    <div className="grid gap-8">
      <Part title={words.thisConversation}>
        <LimitMeters />
        <div className="mt-4">
          <EstimateLine />
        </div>
      </Part>
      <Part title={words.downloads}>
        <ul className="grid">
          {exports.map((format) => (
            <li key={format}>
              <a
                href={`/api/conversations/${encodeURIComponent(id)}/export?format=${format}`}
                download
                className="control-height -mx-2 flex items-center gap-3 rounded-card px-2 text-body hover:bg-sunken"
              >
                <Download {...icon} className="text-muted" />
                {words.formats[format]}
              </a>
            </li>
          ))}
        </ul>
      </Part>
      <Actions />
    </div>
  );
}

function Actions() {
  const { direction, act, drawer } = useStage();
  const { conversation: words } = useWords();
  const toast = useToast();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const copyLink = async () => {
    const done = await act(navigator.clipboard.writeText(location.href));
    if (done) toast.show({ text: words.linkCopied });
  };
  const fork = async () => {
    const conversationId = await direction.fork();
    drawer.set(null);
    await navigate({ to: '/c/$conversationId', params: { conversationId } });
    toast.show({ text: words.branched });
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={<Link2 {...icon} />} onClick={() => void copyLink()}>
        {words.copyLink}
      </Button>
      <Button icon={<GitBranch {...icon} />} onClick={() => void act(fork())}>
        {words.fork}
      </Button>
      <div className="basis-full">
        <Button
          variant="quiet"
          icon={<Trash2 {...icon} />}
          onClick={() => setDeleting(true)}
          className="-ml-4 text-danger!"
        >
          {words.deleteConversation}
        </Button>
      </div>
      {deleting && <DeleteDialog onClose={() => setDeleting(false)} />}
    </div>
  );
}

/** Not shown before the server did it; a refusal stays in the dialog. */
function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const { store, direction, act, problem, drawer } = useStage();
  const { conversation: words, common } = useWords();
  const toast = useToast();
  const navigate = useNavigate();
  const title = useSelected(store.conversation, (conversation) => conversation?.title) ?? '';
  const count = useSelected(store.order, (order) => order.length);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const done = await act(direction.delete());
    setBusy(false);
    if (!done) return;
    drawer.set(null);
    toast.show({ text: words.deleted });
    await navigate({ to: '/' });
  };
  return (
    <Dialog
      title={words.deleteQuestion(title)}
      description={words.deleteSafe(common.messages(count))}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{common.keep}</Button>
          <Button variant="danger" busy={busy} onClick={() => void remove()}>
            {common.delete}
          </Button>
        </>
      }
    >
      {!busy && problem.get() !== null && <p className="mt-4 text-body text-danger">{problem.get()}</p>}
    </Dialog>
  );
}
