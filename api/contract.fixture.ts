import { createServer, type Request } from './server.ts';

export interface Media {
  readonly schema?: object;
  readonly example?: unknown;
}
export interface Parameter extends Media {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required: boolean;
}
export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { description: string; content?: Record<string, Media> }>>;
}
export interface Description {
  readonly openapi: string;
  readonly tags: readonly { name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export function operationsOf(description: Description): [route: string, Operation][] {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      operation,
    ]),
  );
}

/** What a value breaks of a schema, as the server's own validator tells it; null where it fits. */
export type Faults = (schema: object, value: unknown) => unknown;

/** A schema is compiled once: most routes share theirs. */
export async function openChecker(): Promise<{ faults: Faults; close(): Promise<void> }> {
  const server = createServer(false);
  let one: Request | undefined;
  server.get('/', async (request) => {
    one = request as Request;
    return null;
  });
  await server.inject('/');
  const known = new Map<string, ReturnType<Request['compileValidationSchema']>>();
  const compiled = (schema: object) => {
    const text = JSON.stringify(schema);
    const found = known.get(text) ?? (one as Request).compileValidationSchema(JSON.parse(text));
    known.set(text, found);
    return found;
  };
  return {
    faults: (schema, value) => {
      const check = compiled(schema);
      return check(value) ? null : check.errors;
    },
    close: () => server.close(),
  };
}
