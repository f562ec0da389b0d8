/** What the page reads of the API's own description (OpenAPI 3.1). */
export interface Description {
  readonly info: {
    readonly 'x-limits': { readonly cells: number; readonly requests_per_minute: number | null };
  };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema?: { readonly enum?: readonly string[] };
}

export interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly example?: unknown }>>;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Routes by tag, in the order of the description; with a word, those that say it. */
export function routesOf(description: Description, word: string): Map<string, Route[]> {
  const found = new Map<string, Route[]>(description.tags.map(({ name }) => [name, []]));
  for (const [path, methods] of Object.entries(description.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const route = { method: method.toUpperCase(), path, operation };
      const tag = operation.tags?.[0] ?? '';
      if (says(route, word)) found.set(tag, [...(found.get(tag) ?? []), route]);
    }
  return new Map([...found].filter(([, routes]) => routes.length > 0));
}

function says({ method, path, operation }: Route, word: string): boolean {
  const { summary, description = '', operationId, parameters = [] } = operation;
  const all = [method, path, summary, description, operationId, ...parameters.map(({ name }) => name)];
  return all.join(' ').toLowerCase().includes(word.trim().toLowerCase());
}

/** The refusals of a route: status, code of the refusal where it tells one, and what it means. */
export function refusalsOf(
  operation: Operation | undefined,
): { status: string; code: string; meaning: string }[] {
  return Object.entries(operation?.responses ?? {})
    .filter(([status]) => Number(status) >= 400)
    .map(([status, { description, content = {} }]) => {
      const example = Object.values(content)[0]?.example as { code?: string } | string | undefined;
      const code = typeof example === 'object' ? (example?.code ?? '') : '';
      return { status, code, meaning: description };
    });
}

/** Descriptions say things in both languages at once: `中文 | English`. */
export function inLanguage(text: string, language: 'zh' | 'en'): string {
  const [zh = '', en = zh] = text.split(' | ');
  return language === 'zh' ? zh : en;
}
