import { interface as dbus, Variant } from '@jellybrick/dbus-next';
import { exported } from './exported';
import type { Menu, MenuItem } from './menu';

type Properties = Record<string, Variant>;
type Layout = [id: number, properties: Properties, children: Variant[]];

interface Node {
  id: number;
  item: MenuItem | undefined;
  children: Node[];
}

/** https://github.com/AyatanaIndicators/libdbusmenu/blob/master/libdbusmenu-glib/dbus-menu.xml */
class DBusMenu extends dbus.Interface {
  Version = 3;
  TextDirection = 'ltr';
  Status = 'normal';
  IconThemePath: string[] = [];
  revision = 1;
  nodes = new Map<number, Node>([[0, { id: 0, item: undefined, children: [] }]]);

  GetLayout(parent: number, depth: number, _names: string[]): [number, Layout] {
    const node = this.nodes.get(parent) ?? { id: parent, item: undefined, children: [] };
    return [this.revision, layoutOf(node, depth)];
  }
  GetGroupProperties(ids: number[], _names: string[]): [number, Properties][] {
    const wanted = ids.length > 0 ? ids : [...this.nodes.keys()];
    return wanted.flatMap((id): [number, Properties][] => {
      const node = this.nodes.get(id);
      return node ? [[id, propertiesOf(node)]] : [];
    });
  }
  GetProperty(id: number, name: string): Variant {
    const node = this.nodes.get(id);
    return (node && propertiesOf(node)[name]) ?? new Variant('s', '');
  }
  Event(id: number, event: string, _data: Variant, _at: number): void {
    if (event === 'clicked') this.nodes.get(id)?.item?.click();
  }
  EventGroup(events: [number, string, Variant, number][]): number[] {
    for (const event of events) this.Event(...event);
    return [];
  }
  AboutToShow(_id: number): boolean {
    return false;
  }
  AboutToShowGroup(_ids: number[]): [number[], number[]] {
    return [[], []];
  }
  LayoutUpdated(revision: number, parent: number): [number, number] {
    return [revision, parent];
  }
}
const readable = (signature: string) => ({ signature, access: 'read' as const });
DBusMenu.configureMembers({
  properties: {
    Version: readable('u'),
    TextDirection: readable('s'),
    Status: readable('s'),
    IconThemePath: readable('as'),
  },
  methods: {
    GetLayout: { inSignature: 'iias', outSignature: 'u(ia{sv}av)' },
    GetGroupProperties: { inSignature: 'aias', outSignature: 'a(ia{sv})' },
    GetProperty: { inSignature: 'is', outSignature: 'v' },
    Event: { inSignature: 'isvu' },
    EventGroup: { inSignature: 'a(isvu)', outSignature: 'ai' },
    AboutToShow: { inSignature: 'i', outSignature: 'b' },
    AboutToShowGroup: { inSignature: 'ai', outSignature: 'aiai' },
  },
  signals: { LayoutUpdated: { signature: 'ui' } },
});

/** A menu on the bus; every change gives all its entries new numbers, so that no late click meets another entry. */
export function createDBusMenu() {
  const face = exported(new DBusMenu('com.canonical.dbusmenu'));
  let lastId = 0;
  const toNode = (item: MenuItem): Node => {
    const node = { id: ++lastId, item, children: item.submenu?.items.map(toNode) ?? [] };
    face.nodes.set(node.id, node);
    return node;
  };
  return {
    face,
    show(menu: Menu): void {
      face.nodes.clear();
      face.nodes.set(0, { id: 0, item: undefined, children: menu.items.map(toNode) });
      face.revision += 1;
      face.LayoutUpdated(face.revision, 0);
    },
  };
}

function layoutOf(node: Node, depth: number): Layout {
  const children = depth === 0 ? [] : node.children;
  return [
    node.id,
    propertiesOf(node),
    children.map((child) => new Variant('(ia{sv}av)', layoutOf(child, depth - 1))),
  ];
}

function propertiesOf({ item, children }: Node): Properties {
  if (item?.type === 'separator') return { type: new Variant('s', 'separator') };
  return {
    // An underscore names the letter to press; Electron's own sign for that is `&`.
    ...(item && {
      label: new Variant('s', item.label.replaceAll('_', '__').replaceAll('&&', '&')),
      enabled: new Variant('b', item.enabled),
      visible: new Variant('b', true),
    }),
    ...(children.length > 0 && { 'children-display': new Variant('s', 'submenu') }),
  };
}
