import type { IncomingMessage } from 'node:http';

/** What express’s router keeps of a route; its types do not tell. */
interface Layer {
  route?: { path: unknown; methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** An app of express with its routes. */
export interface Routed {
  router?: { stack?: Layer[] };
}

/**
 * The methods that a path is known with, as the header Allow lists them; none: nothing is there. A route that takes whatever comes
 * (`*`) makes no path known.
 */
export function knownMethods(app: Routed, path: string): string[] {
  const methods = new Set<string>();
  for (const layer of app.router?.stack ?? []) {
    if (!layer.route || String(layer.route.path).includes('*') || !matches(layer, path)) continue;
    for (const [method, is] of Object.entries(layer.route.methods)) if (is) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  methods.delete('_ALL');
  return [...methods].sort();
}

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false; // a broken escape in the path
  }
}

/** The path of a request without its query. */
export const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0]!;
