import type { Profile } from '@chimera/protocol/account';
import { useRouter } from '@tanstack/react-router';
import { LogOut, ShieldCheck, UserRound } from 'lucide-react';
import { reasonOf } from '../queries/reason-of.ts';
import { useSession } from '../queries/use-session.ts';
import { Face } from '../ui/face.tsx';
import { isolate } from '../ui/isolate.ts';
import { Menu } from '../ui/menu.tsx';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';

const icon = { size: 20, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** Who one is, at the end of the bar, and what one can do about it. */
export function AccountMenu({ profile }: { readonly profile: Profile }) {
  const { account: words } = useWords();
  const { history } = useRouter();
  const { signOut } = useSession();
  const toast = useToast();
  const leave = () =>
    void signOut().catch((cause: unknown) =>
      toast.show({ text: `${words.signedOutFailed} ${reasonOf(cause)}` }),
    );
  return (
    <Menu
      label={words.menu(isolate(profile.name))}
      trigger={
        <button
          type="button"
          className="-mr-2 ml-auto inline-flex min-h-11 min-w-11 items-center gap-2 rounded-card px-2 text-left hover:bg-sunken"
        >
          <Face name={profile.name} seatNumber={1} size={28} />
          <span className="sr-only">{words.account}</span>{' '}
          <span className="flex max-w-40 min-w-0 flex-col leading-tight max-[899px]:sr-only">
            <bdi className="truncate text-body font-medium">{profile.name}</bdi>{' '}
            <span className="text-note text-muted">{words.roles[profile.role]}</span>
          </span>
        </button>
      }
      items={[
        {
          id: 'account',
          label: words.account,
          icon: <UserRound {...icon} />,
          onSelect: () => history.push('/account'),
        },
        ...(profile.role === 'admin'
          ? [
              {
                id: 'admin',
                label: words.admin,
                icon: <ShieldCheck {...icon} />,
                onSelect: () => history.push('/admin'),
              },
            ]
          : []),
        {
          id: 'sign-out',
          label: words.signOut,
          icon: <LogOut {...icon} />,
          separated: true,
          onSelect: leave,
        },
      ]}
    />
  );
}
