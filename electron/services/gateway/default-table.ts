import { RouteTable, type RouteTableInput } from '../../contract/routes';
import type { PanelPart } from '../roles';

type Rule = RouteTableInput['rules'][number];

/** A host name leads to its panel whatever the path says. */
const BY_HOST = 300;
const BY_PATH = 200;
/** Below the paths: what a page asks for at an absolute path of another panel's is that panel's. */
const BY_PAGE = 150;

/**
 * The table of a bot whose user wrote none: the brain's panel at `/` (or the messenger's), the messenger's at the path where it lives, the
 * key pool's API below its short name, and a host name of its own for each, since panels that ask for absolute paths
 * break below a prefix.
 */
export function defaultTable(parts: readonly PanelPart[]): RouteTable {
  // A brain may have no panel of its own.
  const first = parts.find(({ role }) => role === 'brain') ?? parts.find(({ role }) => role === 'messenger');
  const rules = parts.flatMap((part): Rule[] => {
    if (part.role === 'gateway') return [];
    const rest =
      part.role === 'messenger' ? messengerRules(part) : part.role === 'keyPool' ? poolRules(part) : [];
    return [...hostRules(part), ...rest];
  });
  return RouteTable.parse({ default_backend: first ? backendOf(first) : '', rules });
}

/** Under which name a panel is found on this computer. */
export function panelHost({ name }: Pick<PanelPart, 'name'>): string {
  return `${name}.localhost`;
}

function hostRules(part: PanelPart): Rule[] {
  const host = panelHost(part);
  const own: Rule = { id: `host-${part.name}`, priority: BY_HOST, match: { host }, backend: backendOf(part) };
  if (part.path === '/') return [own];
  return [
    {
      id: `host-${part.name}-start`,
      action: 'redirect',
      priority: BY_HOST + 1,
      match: { host, path_equal: '/' },
      redirect_to: part.path,
    },
    own,
  ];
}

/** Its page lives at a path of its own and asks for `/api/…` beside it. */
function messengerRules(part: PanelPart): Rule[] {
  const { name, path } = part;
  if (path === '/') return [];
  const bare = path.slice(0, -1);
  const backend = backendOf(part);
  return [
    { id: `${name}-sockets`, priority: BY_PATH, match: { path_prefix: '/api/ws/' }, backend },
    {
      id: `${name}-slash`,
      action: 'redirect',
      priority: BY_PATH,
      match: { path_equal: bare },
      redirect_to: path,
    },
    { id: `${name}-page`, priority: BY_PATH, match: { path_prefix: path }, backend },
    {
      id: `${name}-calls`,
      priority: BY_PAGE,
      match: { path_prefix: '/api/', referer_regex: `^https?://[^/]+${bare}(/|$)` },
      backend,
    },
  ];
}

/** `/gemini/hf/v1/models` asks the pool for `/hf/v1/models`. */
function poolRules(part: PanelPart): Rule[] {
  const prefix = `/${part.name.replace(/-.*$/, '')}`;
  return [
    {
      id: `${part.name}-slash`,
      action: 'redirect',
      priority: BY_PATH,
      match: { path_equal: prefix },
      redirect_to: `${prefix}/`,
    },
    {
      id: `${part.name}-api`,
      priority: BY_PATH,
      match: { path_prefix: `${prefix}/` },
      backend: backendOf(part),
      strip_prefix: true,
      set_headers: [{ name: 'X-Forwarded-Prefix', value: prefix }],
    },
  ];
}

function backendOf({ name, port }: PanelPart): string {
  return `http://${name}:${port}`;
}
