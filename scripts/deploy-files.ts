import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** What `deploy.test.ts` looks at: the files that say how Chimera is deployed, read. */

const root = join(import.meta.dirname, '..');

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function filesOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root }).toSorted();
}

/** The documents of a YAML file. Throws with every mistake, a key that stands there twice among them. */
export function yamlOf(path: string): readonly unknown[] {
  const documents = parseAllDocuments(read(path), { merge: true });
  if (!Array.isArray(documents)) throw new Error(`${path} is empty.`);
  const mistakes = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (mistakes.length > 0) throw new Error(`${path}: ${mistakes.map(({ message }) => message).join('\n')}`);
  return documents.map((document): unknown => document.toJS());
}

const serviceSchema = z.object({
  image: z.string(),
  build: z.object({ context: z.string() }).optional(),
  user: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
  restart: z.string().optional(),
  logging: z.object({ options: z.record(z.string(), z.string()) }).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  networks: z
    .union([
      z.array(z.string()).transform((names) => Object.fromEntries(names.map((name) => [name, null]))),
      z.record(z.string(), z.object({ ipv4_address: z.string() }).nullable()),
    ])
    .default({}),
});
export type Service = z.infer<typeof serviceSchema>;

const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
});

export function composeOf(path: string): z.infer<typeof composeSchema> {
  const [document] = yamlOf(path);
  return composeSchema.parse(document);
}

const probeSchema = z.object({
  httpGet: z.object({
    path: z.string(),
    port: z.string(),
    httpHeaders: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
});

const statefulSetSchema = z.object({
  spec: z.object({
    serviceName: z.string(),
    replicas: z.number(),
    template: z.object({
      spec: z.object({
        securityContext: z.object({ runAsNonRoot: z.boolean(), runAsUser: z.number() }),
        containers: z.array(
          z.object({
            image: z.string(),
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            startupProbe: probeSchema,
            livenessProbe: probeSchema,
            readinessProbe: probeSchema,
            securityContext: z.object({
              allowPrivilegeEscalation: z.boolean(),
              readOnlyRootFilesystem: z.boolean(),
              capabilities: z.object({ drop: z.array(z.string()) }),
            }),
            resources: z.object({ limits: z.object({ memory: z.string() }) }),
            volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
          }),
        ),
      }),
    }),
  }),
});

export function statefulSetOf(path: string): z.infer<typeof statefulSetSchema>['spec'] {
  const [document] = yamlOf(path);
  return statefulSetSchema.parse(document).spec;
}

/** The last value of an instruction of the Dockerfile, such as `USER`. */
export function instruction(name: string): string {
  const found = [...read('Dockerfile').matchAll(new RegExp(`^${name} (.+)$`, 'gm'))];
  return found.at(-1)?.[1] ?? '';
}
