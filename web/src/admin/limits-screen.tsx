import type { InstanceSettings } from '@chimera/protocol/admin';
import { useInstanceSettings } from '../queries/use-instance-settings.ts';
import { useAdminWords } from '../words/use-admin-words.ts';
import { AdminGate } from './admin-gate.tsx';
import { AdminPage } from './admin-page.tsx';
import { EverybodysLimits } from './everybodys-limits.tsx';
import { Failed } from './failed.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { RegistrationForm } from './registration-form.tsx';

/** Who may register, and what everybody may use. */
export function LimitsScreen() {
  return <AdminGate>{() => <Limits />}</AdminGate>;
}

function Limits() {
  const { admin, instance: words } = useAdminWords();
  const settings = useInstanceSettings();
  return (
    <AdminPage title={words.title} lead={admin.lead}>
      {settings.isPending && <LoadingRows />}
      {settings.isError && <Failed title={words.failed} query={settings} />}
      {settings.data !== undefined && <Forms settings={settings.data} />}
    </AdminPage>
  );
}

function Forms({ settings }: { readonly settings: InstanceSettings }) {
  return (
    <div className="*:first:border-t-0 *:first:pt-0">
      <RegistrationForm settings={settings} />
      <EverybodysLimits settings={settings} />
    </div>
  );
}
