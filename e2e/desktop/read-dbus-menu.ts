import { Message, type MessageBus, sessionBus, type Variant } from '@jellybrick/dbus-next';

type Layout = [id: number, properties: Record<string, Variant>, children: Variant[]];

const WATCHER = 'org.kde.StatusNotifierWatcher';

/**
 * The labels of the first icon's menu, those below others too, as whoever shows icons reads them: the watcher names
 * the icon, the icon names its menu.
 */
export async function readDBusMenu(busAddress: string): Promise<string[]> {
  const bus = sessionBus({ busAddress });
  try {
    const items = await getProperty(
      bus,
      WATCHER,
      '/StatusNotifierWatcher',
      WATCHER,
      'RegisteredStatusNotifierItems',
    );
    const [, name = '', path = ''] = /^([^/]+)(\/.+)$/.exec((items as string[])[0] ?? '') ?? [];
    if (name === '') return [];
    const menu = await getProperty(bus, name, path, 'org.kde.StatusNotifierItem', 'Menu');
    const [, layout] = await ask(bus, name, menu as string, 'com.canonical.dbusmenu', 'GetLayout', 'iias', [
      0,
      -1,
      [],
    ]);
    return labelsOf(layout as Layout);
  } finally {
    bus.disconnect();
  }
}

async function getProperty(
  bus: MessageBus,
  destination: string,
  path: string,
  face: string,
  name: string,
): Promise<unknown> {
  const properties = 'org.freedesktop.DBus.Properties';
  const [variant] = await ask(bus, destination, path, properties, 'Get', 'ss', [face, name]);
  return (variant as Variant).value;
}

async function ask(
  bus: MessageBus,
  destination: string,
  path: string,
  face: string,
  member: string,
  signature: string,
  body: unknown[],
): Promise<unknown[]> {
  const answer = await bus.call(new Message({ destination, path, interface: face, member, signature, body }));
  return answer?.body ?? [];
}

function labelsOf([, properties, children]: Layout): string[] {
  const label = properties['label']?.value;
  return [
    ...(typeof label === 'string' ? [label] : []),
    ...children.flatMap((child) => labelsOf(child.value as Layout)),
  ];
}
