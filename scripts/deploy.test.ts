import { basename } from 'node:path';
import { api } from '@chimera/protocol/api';
import { UPLOAD_LIMITS } from '@chimera/server/http/uploads';
import { variablesSchema } from '@chimera/server/config-variables';
import { describe, expect, test } from 'vitest';
import {
  composeOf,
  filesOf,
  instruction,
  read,
  type Service,
  statefulSetOf,
  yamlOf,
} from './deploy-files.ts';

const ONE = 'deploy/compose.yaml';
const MANY = 'deploy/production/compose.yaml';
const MANIFESTS = 'deploy/kubernetes';
const NGINX = 'deploy/production/nginx/templates';
const MEBIBYTE = 1024 * 1024;

const one = composeOf(ONE);
const many = composeOf(MANY);
const nodes = Object.entries(many.services).filter(([name]) => name.startsWith('app-'));
const nginx = many.services['nginx'];
const variables = Object.keys(variablesSchema.shape);

test.each(filesOf('deploy/**/*.yaml'))('%s is YAML without a mistake', (path) => {
  expect(yamlOf(path).length).toBeGreaterThan(0);
});

test('every variable that stands in deploy/ is one that the server reads', () => {
  const ours =
    /\b(?:CHIMERA|DATABASE|REDIS|OPENAI|ANTHROPIC|DEEPSEEK|GEMINI|OPENROUTER|OLLAMA|LMSTUDIO)_[A-Z_]+\b/g;
  const texts = [...filesOf('deploy/**/*'), 'deploy/production/.env.example', 'Dockerfile']
    .filter((path) => /\.[a-z]+$|Dockerfile/.test(path))
    .map(read);
  const named = new Set(texts.flatMap((text) => [...text.matchAll(ours)].map(([name]) => name)));
  expect(named.size).toBeGreaterThan(8);
  expect([...named].filter((name) => !variables.includes(name))).toEqual([]);
});

describe('the image', () => {
  test('has a port that the compose files, nginx and the manifests know', () => {
    const port = instruction('EXPOSE');
    expect(/CHIMERA_PORT=(\d+)/.exec(read('Dockerfile'))?.[1]).toBe(port);
    expect(one.services['chimera']?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    const called = [...(nginx?.environment['NGINX_NODES'] ?? '').matchAll(/server [\d.]+:(\d+)/g)];
    expect(called.map(([, number]) => number)).toEqual(nodes.map(() => port));
    const [container] = statefulSetOf(`${MANIFESTS}/statefulset.yaml`).template.spec.containers;
    expect(container?.ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
  });

  test('is the same everywhere, and all others have a version', () => {
    const built = [one.services['chimera'], ...nodes.map(([, node]) => node)];
    expect(built.map((service) => service?.image)).toEqual(built.map(() => 'chimera:latest'));
    expect([one.services['chimera']?.build?.context, nodes[0]?.[1].build?.context]).toEqual(['..', '../..']);
    const others = Object.values(many.services).filter(({ build }) => build === undefined);
    for (const { image } of others) expect(image).toMatch(/^docker\.io\/.+:\d[\w.-]+$/);
  });

  test('has the command line where the documents say', () => {
    const [, main] = /^CMD \["node",.* "(\S+main\.js)"\]$/m.exec(read('Dockerfile')) ?? [];
    const said = filesOf('docs/**/*.md').flatMap((path) => [
      ...read(path).matchAll(/\bnode (\S*dist\/main\.js)/g),
    ]);
    expect(said.length).toBeGreaterThan(1);
    expect(said.map(([, path]) => path)).toEqual(said.map(() => main));
  });

  test('is built from every workspace, and has a health check at a path that is there', () => {
    const [, list = ''] = /"workspaces": \[([^\]]+)\]/.exec(read('package.json')) ?? [];
    const workspaces = [...list.matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
    const copied = [...read('Dockerfile').matchAll(/^COPY (\w+)\/package\.json \w+\/$/gm)];
    expect(copied.map(([, name]) => name)).toEqual(workspaces);
    expect(read('Dockerfile')).toContain('/livez`');
    expect(read('server/src/http/server.ts')).toContain("app.get('/livez'");
  });
});

describe.each([
  ...Object.entries(one.services).map(([name, service]) => [ONE, name, service] as const),
  ...Object.entries(many.services).map(([name, service]) => [MANY, name, service] as const),
])('%s: %s', (_, name, service: Service) => {
  test('may do no more than it needs', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    });
    // What is built here has its user in the Dockerfile.
    expect(service.build ? instruction('USER') : service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test('has limits: memory, processes, logs', () => {
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(service.logging?.options).toHaveProperty('max-size');
  });

  test('says how it does, and waits for whom it needs', () => {
    expect(service.build !== undefined || service.healthcheck !== undefined).toBe(true);
    for (const { condition } of Object.values(service.depends_on)) expect(condition).toBe('service_healthy');
  });

  test('can be reached from outside only where that is its work', () => {
    const open = service.ports.filter((port) => !port.startsWith('127.0.0.1:'));
    expect(open.length).toBe(name === 'nginx' ? 2 : 0);
  });
});

describe('the compose file for production', () => {
  test('gives each node a data directory of its own, and all of them the same keys', () => {
    expect(nodes.map(([, { volumes }]) => volumes)).toEqual([['data-1:/data'], ['data-2:/data']]);
    expect(nodes.map(([, { environment }]) => environment)).toEqual(
      nodes.map(() => nodes[0]?.[1].environment),
    );
    expect(nodes[0]?.[1].environment).toHaveProperty('CHIMERA_MASTER_KEYS_FILE', '/run/secrets/master_keys');
  });

  test('mounts the secrets that it names, which the script makes', () => {
    const used = Object.values(many.services).flatMap(({ secrets }) => secrets);
    expect(Object.keys(many.secrets).toSorted()).toEqual([...new Set(used)].toSorted());
    const made = [...read('deploy/production/make-secrets.sh').matchAll(/^keep (\w+) /gm)];
    expect(made.map(([, name]) => name).toSorted()).toEqual(Object.keys(many.secrets).toSorted());
    const files = nodes.flatMap(([, { environment }]) =>
      Object.entries(environment).filter(([name]) => name.endsWith('_FILE')),
    );
    expect(files.length).toBe(6);
    for (const [, file] of files) expect(nodes[0]?.[1].secrets).toContain(basename(file));
  });

  test('has nodes call by their addresses whom they believe, and the other way round', () => {
    const addresses = nodes.map(([, { networks }]) => networks['front']?.ipv4_address);
    const called = [...(nginx?.environment['NGINX_NODES'] ?? '').matchAll(/server ([\d.]+):/g)];
    expect(called.map(([, address]) => address)).toEqual(addresses);
    const trusted = nodes.map(([, { environment }]) => environment['CHIMERA_TRUSTED_PROXIES']);
    expect(trusted).toEqual(nodes.map(() => nginx?.networks['front']?.ipv4_address));
    const upgraded = [...read('deploy/production/upgrade.sh').matchAll(/(app-\d)=([\d.]+)/g)];
    expect(upgraded.map(([, name, address]) => [name, address])).toEqual(
      nodes.map(([name], index) => [name, addresses[index]]),
    );
  });

  test('gives nginx every variable of its templates', () => {
    const wanted = filesOf(`${NGINX}/*`).flatMap((path) => [...read(path).matchAll(/\$\{(NGINX_\w+)\}/g)]);
    const given = Object.keys(nginx?.environment ?? {}).filter((name) => !name.startsWith('NGINX_ENVSUBST'));
    expect([...new Set(wanted.map(([, name]) => name))].toSorted()).toEqual(given.toSorted());
  });
});

describe('nginx', () => {
  const locations = read(`${NGINX}/locations.inc.template`);
  const places = [...locations.matchAll(/^location ~ (\S+) \{([^}]+)\}/gm)];
  const placeWith = (setting: string) =>
    new RegExp(places.find(([, , body = '']) => body.includes(setting))?.[1] ?? '$^');
  const operations = Object.values(api).map((operation) => ({
    path: operation.path.replaceAll(/:\w+/g, 'an-id'),
    isStream: /server-sent events/.test(operation.summary),
    takesFiles: 'accepts' in operation || operation === api.importConversation,
  }));

  test('takes bodies as large as the server does, where the server does', () => {
    const sizes = [...locations.matchAll(/client_max_body_size (\d+)m/g)].map(([, size]) => Number(size));
    expect(sizes).toEqual([1, UPLOAD_LIMITS.totalBytes / MEBIBYTE]);
    const large = placeWith('client_max_body_size');
    expect(operations.filter(({ takesFiles }) => takesFiles).length).toBeGreaterThan(3);
    for (const { path, takesFiles } of operations)
      expect([path, large.test(path)]).toEqual([path, takesFiles]);
  });

  test('holds nothing of a stream back', () => {
    const unbuffered = placeWith('proxy_buffering off');
    const streams = operations.filter(({ isStream }) => isStream);
    expect(streams.length).toBeGreaterThan(0);
    for (const { path } of streams) expect([path, unbuffered.test(path)]).toEqual([path, true]);
    expect(unbuffered.test('/api/conversations/an-id/events')).toBe(true);
  });

  test('sets headers in one place: a location with one of its own would have none of the others', () => {
    const inLocations = locations.slice(locations.indexOf('\nlocation '));
    expect(locations).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(inLocations).not.toContain('proxy_set_header');
  });
});

describe('the manifests', () => {
  const set = statefulSetOf(`${MANIFESTS}/statefulset.yaml`);
  const [container] = set.template.spec.containers;

  test('are all named, but for the example of a secret', () => {
    const [kustomization] = yamlOf(`${MANIFESTS}/kustomization.yaml`);
    const there = filesOf(`${MANIFESTS}/*.yaml`).map((path) => basename(path));
    const others = there.filter((name) => name !== 'kustomization.yaml' && !name.includes('.example.'));
    expect(kustomization).toMatchObject({ resources: others, images: [{ name: container?.image }] });
  });

  test('run two nodes without rights', () => {
    expect(set.replicas).toBe(2);
    expect(set.template.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: Number(instruction('USER').split(':')[0]),
    });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(
      expect.arrayContaining(['/tmp', instruction('VOLUME')]),
    );
  });

  test('ask how a node does at paths that are there, by a name that it answers to', () => {
    const probes = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
    expect(probes.map((probe) => probe?.httpGet.path)).toEqual(['/livez', '/livez', '/readyz']);
    for (const probe of probes)
      expect(probe?.httpGet).toMatchObject({
        port: 'http',
        httpHeaders: [{ name: 'Host', value: 'localhost' }],
      });
  });

  test('find each secret under the key that the example has', () => {
    const [secret] = yamlOf(`${MANIFESTS}/secret.example.yaml`);
    const keys = container?.env.map(({ value }) => basename(value)) ?? [];
    expect(secret).toHaveProperty('stringData');
    for (const key of keys) expect(secret).toHaveProperty(['stringData', key]);
  });
});
