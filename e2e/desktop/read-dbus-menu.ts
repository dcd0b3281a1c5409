import { Message, sessionBus, type Variant } from '@jellybrick/dbus-next';

type Layout = [id: number, properties: Record<string, Variant>, children: Variant[]];

/** The labels of the first icon's menu as everybody on the bus can read them, those below others too. */
export async function readDBusMenu(busAddress: string): Promise<string[]> {
  const bus = sessionBus({ busAddress });
  const ask = async (
    destination: string,
    path: string,
    face: string,
    member: string,
    signature: string,
    body: unknown[],
  ) =>
    (await bus.call(new Message({ destination, path, interface: face, member, signature, body })))?.body ??
    [];
  try {
    const daemon = 'org.freedesktop.DBus';
    const [names] = await ask(daemon, '/org/freedesktop/DBus', daemon, 'ListNames', '', []);
    const item = (names as string[]).find((name) => name.startsWith('org.kde.StatusNotifierItem-'));
    if (item === undefined) return [];
    const [, layout] = await ask(item, '/MenuBar', 'com.canonical.dbusmenu', 'GetLayout', 'iias', [
      0,
      -1,
      [],
    ]);
    return labelsOf(layout as Layout);
  } finally {
    bus.disconnect();
  }
}

function labelsOf([, properties, children]: Layout): string[] {
  const label = properties['label']?.value;
  return [
    ...(typeof label === 'string' ? [label] : []),
    ...children.flatMap((child) => labelsOf(child.value as Layout)),
  ];
}
