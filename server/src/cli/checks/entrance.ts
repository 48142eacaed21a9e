import { type Config, isForThisMachine } from '../../config.ts';
import { type Finding, findingsAbout } from './finding.ts';

type EntranceConfig = Pick<
  Config,
  'auth' | 'host' | 'publicUrl' | 'trustedProxies' | 'smtp' | 'registration' | 'maxCostPerDay'
>;

/** Whether the address that people type, the proxies and the way to sign in fit together. */
export function entrance(config: EntranceConfig): Finding[] {
  const found = [...addressFindings(config), ...proxyFindings(config), ...accountFindings(config)];
  const { ok } = findingsAbout('entrance');
  return found.length > 0 ? found : [ok(`${config.auth}, at ${config.publicUrl?.origin ?? config.host}`)];
}

function addressFindings(config: EntranceConfig): Finding[] {
  const { warning } = findingsAbout('entrance');
  const { auth, publicUrl } = config;
  if (auth === 'local' && !isForThisMachine(config)) {
    return [
      warning(
        `CHIMERA_PUBLIC_URL is ${publicUrl?.origin}, and there is no sign-in: whoever gets past the proxy owns everything.`,
        'Let the proxy ask for a password, or set CHIMERA_AUTH=accounts.',
      ),
    ];
  }
  if (auth === 'accounts' && publicUrl === null && !isForThisMachine(config)) {
    return [
      warning(
        'CHIMERA_PUBLIC_URL is not set: links in letters begin with where the server listens, and requests by another name are refused.',
        'Set it to the https address that people type.',
      ),
    ];
  }
  return [];
}

function proxyFindings({ auth, publicUrl, trustedProxies, host }: EntranceConfig): Finding[] {
  const { note, warning, problem } = findingsAbout('proxies');
  const open = trustedProxies.filter((entry) => entry.endsWith('/0'));
  if (open.length > 0) {
    return [
      problem(
        `CHIMERA_TRUSTED_PROXIES has ${open.join(', ')}: everybody could pretend to be any address.`,
        'Name the addresses of your proxies alone.',
      ),
    ];
  }
  if (auth === 'local') {
    return trustedProxies.length > 0
      ? [note('CHIMERA_TRUSTED_PROXIES changes nothing without accounts: nobody is counted.')]
      : [];
  }
  if (publicUrl?.protocol === 'https:' && trustedProxies.length === 0) {
    return [
      warning(
        `CHIMERA_PUBLIC_URL is https, so a proxy stands before ${host}, but CHIMERA_TRUSTED_PROXIES is not set: all people share the proxy's address, and so its limits.`,
        'Set CHIMERA_TRUSTED_PROXIES to the address of the proxy, such as 127.0.0.1.',
      ),
    ];
  }
  return [];
}

function accountFindings(config: EntranceConfig): Finding[] {
  if (config.auth === 'local') return [];
  const { note, warning } = findingsAbout('accounts');
  return [
    ...(config.smtp === null ? [note('No mail is sent: admins hand out links themselves.')] : []),
    ...(config.registration === 'open' && !isForThisMachine(config) && config.maxCostPerDay === null
      ? [
          warning(
            'Anybody may make an account, and CHIMERA_MAX_COST_PER_DAY is not set: strangers spend your money.',
            'Set CHIMERA_MAX_COST_PER_DAY, or CHIMERA_REGISTRATION=invite.',
          ),
        ]
      : []),
  ];
}
