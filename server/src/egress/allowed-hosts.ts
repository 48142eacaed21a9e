/** Where Ollama and LM Studio listen on the machine that Chimera runs on. */
const LOCAL_MODEL_PORTS = [11434, 1234];
const LOCAL_HOSTS = ['127.0.0.1', 'localhost'];

/**
 * The exact `host:port` pairs on private networks that may be called: the usual local model
 * servers where only the owner uses this instance, and what the operator named.
 */
export function allowedHosts(options: {
  readonly localMode: boolean;
  readonly baseUrls: readonly string[];
  /** `host:port`, lower case; IPv6 in brackets or without. */
  readonly named?: readonly string[];
}): ReadonlySet<string> {
  const local = options.localMode
    ? LOCAL_HOSTS.flatMap((host) => LOCAL_MODEL_PORTS.map((port) => `${host}:${port}`))
    : [];
  const ofUrls = options.baseUrls.filter((url) => URL.canParse(url)).map((url) => hostAndPort(new URL(url)));
  const named = (options.named ?? []).map((entry) => entry.replace(/^\[(.*)\](:\d+)$/, '$1$2'));
  return new Set([...local, ...ofUrls, ...named]);
}

/** `host:port` as it is compared: lower case, the port always said, IPv6 without brackets. */
export function hostAndPort(url: {
  readonly hostname: string;
  readonly port: string;
  readonly protocol: string;
}): string {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return `${host}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}
