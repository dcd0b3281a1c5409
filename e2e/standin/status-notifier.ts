import { interface as dbus, Message, sessionBus } from '@jellybrick/dbus-next';
import { createDBusMenu } from './dbus-menu';
import { exported } from './exported';
import type { Menu } from './menu';
import type { NativeImage, Picture } from './native-image';

/** What is seen of an icon. */
interface Shown {
  image: NativeImage;
  toolTip: string;
  menu: Menu | undefined;
}

export interface StatusNotifier {
  show(shown: Shown): void;
  close(): void;
}

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM_PATH = '/StatusNotifierItem';
const MENU_PATH = '/MenuBar';

type Pixmap = [width: number, height: number, argb: Buffer];

/** https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ */
class StatusNotifierItem extends dbus.Interface {
  Category = 'ApplicationStatus';
  Id = 'BotPier';
  Title = 'BotPier';
  Status = 'Active';
  WindowId = 0;
  IconName = '';
  IconPixmap: Pixmap[] = [];
  OverlayIconName = '';
  AttentionIconName = '';
  ToolTip: [string, Pixmap[], string, string] = ['', [], '', ''];
  ItemIsMenu = false;
  Menu = MENU_PATH;
  onActivate = () => {};

  Activate(_x: number, _y: number): void {
    this.onActivate();
  }
  SecondaryActivate(_x: number, _y: number): void {}
  ContextMenu(_x: number, _y: number): void {}
  Scroll(_delta: number, _orientation: string): void {}
  NewIcon(): void {}
  NewToolTip(): void {}
}
const readable = (signature: string) => ({ signature, access: 'read' as const });
StatusNotifierItem.configureMembers({
  properties: {
    Category: readable('s'),
    Id: readable('s'),
    Title: readable('s'),
    Status: readable('s'),
    WindowId: readable('i'),
    IconName: readable('s'),
    IconPixmap: readable('a(iiay)'),
    OverlayIconName: readable('s'),
    AttentionIconName: readable('s'),
    ToolTip: readable('(sa(iiay)ss)'),
    ItemIsMenu: readable('b'),
    Menu: readable('o'),
  },
  methods: {
    Activate: { inSignature: 'ii' },
    SecondaryActivate: { inSignature: 'ii' },
    ContextMenu: { inSignature: 'ii' },
    Scroll: { inSignature: 'is' },
  },
  signals: { NewIcon: {}, NewToolTip: {} },
});

/** Puts an icon with a menu on the session bus and tells whoever shows icons of it. */
export async function createStatusNotifier(onActivate: () => void): Promise<StatusNotifier> {
  const bus = sessionBus();
  const name = `org.kde.StatusNotifierItem-${process.pid}-1`;
  const item = exported(new StatusNotifierItem('org.kde.StatusNotifierItem'));
  const menu = createDBusMenu();
  item.onActivate = onActivate;
  bus.export(ITEM_PATH, item);
  bus.export(MENU_PATH, menu.face);
  await bus.requestName(name);

  const register = () =>
    bus
      .call(
        new Message({
          destination: WATCHER,
          path: '/StatusNotifierWatcher',
          interface: WATCHER,
          member: 'RegisterStatusNotifierItem',
          signature: 's',
          body: [name],
        }),
      )
      // Nobody there yet; whoever comes is told below.
      .catch(() => undefined);
  bus.on('message', ({ member, body }: Message) => {
    if (member === 'NameOwnerChanged' && body[0] === WATCHER && body[2] !== '') void register();
  });
  await bus.call(
    new Message({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'AddMatch',
      signature: 's',
      body: [`type='signal',member='NameOwnerChanged',arg0='${WATCHER}'`],
    }),
  );
  await register();

  return {
    show({ image, toolTip, menu: entries }) {
      item.IconPixmap = image.pictures.map(toPixmap);
      item.ToolTip = ['', [], 'BotPier', toolTip];
      item.NewIcon();
      item.NewToolTip();
      dbus.Interface.emitPropertiesChanged(item, { IconPixmap: item.IconPixmap, ToolTip: item.ToolTip });
      if (entries) menu.show(entries);
    },
    close: () => bus.disconnect(),
  };
}

/** ARGB in network byte order, as the protocol wants it. */
function toPixmap({ width, height, data }: Picture): Pixmap {
  const argb = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += 4) {
    argb.writeUInt8(data.readUInt8(at + 3), at);
    data.copy(argb, at + 1, at, at + 3);
  }
  return [width, height, argb];
}
